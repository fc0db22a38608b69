import { Readable } from "node:stream";
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Sha256 } from "../core/sha256.js";
import type { TransferOptions } from "../ports.js";
import { type RetryPolicy, retry } from "./retry.js";
import type { S3Answer } from "./s3-answer.js";
import { declarePayloadDigest, type S3Connection } from "./s3-client.js";
import { type Encryption, encryptionHeaders } from "./s3-encryption.js";
import type { S3FastPath } from "./s3-fast-path.js";
import { type FaultKind, judgeFault, S3Fault, toFault } from "./s3-fault.js";

export interface ListedKey {
  readonly key: string;
  readonly size: number;
  readonly modifiedAt: number;
}

export interface ListedPage {
  readonly keys: readonly ListedKey[];
  /** Where the next page begins; `undefined` after the last one. */
  readonly next: string | undefined;
}

/** The dozen requests that an S3 store is made of, against one bucket. Keys are whole keys, prefix included. */
export class S3Requests {
  constructor(
    readonly connection: S3Connection,
    readonly bucket: string,
    readonly policy: RetryPolicy,
    readonly encryption: Encryption,
    readonly fastPath: S3FastPath | undefined,
  ) {}

  /** Runs an attempt of one or more requests, again while it fails in passing. @throws S3Fault, MlxError or Interrupted. */
  async run<T>(attempt: () => Promise<T>, options: TransferOptions = {}, policy = this.policy): Promise<T> {
    try {
      return await retry(policy, attempt, judgeFault, options);
    } catch (error) {
      if (options.signal?.aborted) throw error;
      throw toFault(error);
    }
  }

  /** As `run`, but these kinds of fault give `undefined`. */
  async runUnless<T>(
    kinds: readonly FaultKind[],
    attempt: () => Promise<T>,
    options: TransferOptions = {},
    policy = this.policy,
  ): Promise<T | undefined> {
    try {
      return await this.run(attempt, options, policy);
    } catch (error) {
      if (error instanceof S3Fault && kinds.includes(error.kind)) return undefined;
      throw error;
    }
  }

  async put(
    key: string,
    body: Uint8Array,
    sha256: Sha256,
    onlyIfAbsent: boolean,
    signal?: AbortSignal,
  ): Promise<void> {
    const fast = this.fastPath;
    if (fast !== undefined) {
      const headers = {
        ...encryptionHeaders(this.encryption),
        ...(onlyIfAbsent ? { "if-none-match": "*" } : {}),
      };
      const sent = await unlessClock(() => fast.put(key, body, sha256, headers, signal).then(() => true));
      if (sent) return;
    }
    const input = {
      Bucket: this.bucket,
      Key: key,
      Body: body,
      ContentLength: body.byteLength,
      ...this.encryption,
      ...(onlyIfAbsent ? { IfNoneMatch: "*" } : {}),
    };
    declarePayloadDigest(input, sha256);
    await this.client.send(new PutObjectCommand(input), sending(signal));
  }

  /** @param range inclusive, in bytes. */
  async get(
    key: string,
    signal?: AbortSignal,
    range?: { readonly first: number; readonly last: number },
    ifMatch?: string,
  ): Promise<S3Answer> {
    const fast = range === undefined && ifMatch === undefined ? this.fastPath : undefined;
    const whole = fast && (await unlessClock(() => fast.get(key, signal)));
    if (whole !== undefined) return whole;
    const output = await this.client.send(
      new GetObjectCommand({
        Bucket: this.bucket,
        Key: key,
        ...(range === undefined ? {} : { Range: `bytes=${range.first}-${range.last}` }),
        ...(ifMatch === undefined ? {} : { IfMatch: ifMatch }),
      }),
      sending(signal),
    );
    if (!(output.Body instanceof Readable)) throw new S3Fault("passing", "NoBody", "the answer has no body");
    return {
      body: output.Body,
      length: output.ContentLength,
      contentRange: output.ContentRange,
      etag: output.ETag,
      status: output.$metadata.httpStatusCode ?? 0,
    };
  }

  /** Size in bytes and time of writing in epoch milliseconds. */
  async head(
    key: string,
    signal?: AbortSignal,
  ): Promise<{ readonly size: number; readonly modifiedAt: number }> {
    const output = await this.client.send(
      new HeadObjectCommand({ Bucket: this.bucket, Key: key }),
      sending(signal),
    );
    return { size: output.ContentLength ?? 0, modifiedAt: output.LastModified?.getTime() ?? 0 };
  }

  async list(prefix: string, after: string | undefined, signal?: AbortSignal): Promise<ListedPage> {
    const output = await this.client.send(
      new ListObjectsV2Command({
        Bucket: this.bucket,
        Prefix: prefix,
        MaxKeys: 1000,
        ...(after === undefined ? {} : { ContinuationToken: after }),
      }),
      sending(signal),
    );
    const keys: ListedKey[] = [];
    for (const { Key: key, Size: size, LastModified: modified } of output.Contents ?? []) {
      if (key !== undefined) keys.push({ key, size: size ?? 0, modifiedAt: modified?.getTime() ?? 0 });
    }
    return { keys, next: output.IsTruncated ? output.NextContinuationToken : undefined };
  }

  async remove(key: string, signal?: AbortSignal): Promise<void> {
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }), sending(signal));
  }

  get client(): S3Client {
    return this.connection.client;
  }
}

/** `undefined` if the clocks differ: the SDK can be asked then, which corrects itself by the server's answer. */
async function unlessClock<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof S3Fault && error.kind === "clock") return undefined;
    throw error;
  }
}

export function sending(signal: AbortSignal | undefined): { abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal };
}
