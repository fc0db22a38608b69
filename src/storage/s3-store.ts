import type { RemoteConfig } from "../core/settings.js";
import type { Sha256 } from "../core/sha256.js";
import type { AccessCheck, ObjectStore, StoredObject, TransferOptions, UploadJournal } from "../ports.js";
import { parseBucketUrl } from "./bucket-url.js";
import { ByteBudget } from "./byte-budget.js";
import { missingInStore } from "./object-errors.js";
import { digestOfKey, objectKey, objectsPrefix } from "./object-key.js";
import { defaultRetryPolicy, type RetryPolicy } from "./retry.js";
import { checkAccess } from "./s3-check.js";
import { connectS3 } from "./s3-client.js";
import { download } from "./s3-download.js";
import { encryptionOf } from "./s3-encryption.js";
import { findExisting, statObject } from "./s3-existing.js";
import { explainFault, type S3Action, type S3Place } from "./s3-explain.js";
import { S3FastPath } from "./s3-fast-path.js";
import { S3Fault, toFault } from "./s3-fault.js";
import { type ListedKey, S3Requests } from "./s3-requests.js";
import { SmallUploads, singlePutSize } from "./s3-small-upload.js";
import { S3Texts } from "./s3-texts.js";
import { type LargeObject, uploadInParts } from "./s3-upload.js";
import { signalOption } from "./signal-option.js";
import { checkDescriptor, descriptorKey, descriptorText } from "./store-descriptor.js";

const maxStreams = 64;
/** Bytes of object data held in memory by all uploads of a store together. */
const uploadBudget = 48 * 1024 * 1024;

export interface S3StoreOptions {
  /** Seconds. */
  readonly stallTimeout: number;
  /** Opened when the first large object is uploaded. */
  readonly journal?: () => Promise<UploadJournal | undefined>;
  readonly retry?: RetryPolicy;
}

/** A bucket of S3, or of a server that speaks its protocol. */
export class S3Store implements ObjectStore {
  readonly kind = "s3";
  readonly maxStreams = maxStreams;
  readonly location: string;
  readonly #requests: S3Requests;
  readonly #place: S3Place;
  readonly #texts: S3Texts;
  readonly #budget = new ByteBudget(uploadBudget);
  readonly #smallUploads: SmallUploads;
  #mayList = true;
  /** A read has succeeded: a denial then means that the object is absent, for want of the right to list. */
  #readProven = false;

  /** Makes no request. @throws MlxError `MLX_REMOTE_URL` for an URL that is not a bucket's. */
  static async connect(remote: RemoteConfig, options: S3StoreOptions): Promise<S3Store> {
    const { bucket, prefix } = parseBucketUrl(remote.url);
    const connection = await connectS3(remote, {
      maxSockets: maxStreams,
      stallTimeout: options.stallTimeout * 1000,
    });
    // The SDK alone adds checksums.
    const fastPath =
      remote.checksums === "when_supported"
        ? undefined
        : await S3FastPath.prepare(connection.client, connection.handler, bucket, remote.endpoint);
    const policy = options.retry ?? defaultRetryPolicy;
    const requests = new S3Requests(connection, bucket, policy, encryptionOf(remote), fastPath);
    return new S3Store(remote, options, prefix, requests);
  }

  private constructor(
    remote: RemoteConfig,
    readonly options: S3StoreOptions,
    readonly prefix: string,
    requests: S3Requests,
  ) {
    const { bucket, connection } = requests;
    const url = `s3://${bucket}/${prefix}`.replace(/\/$/, "");
    this.location = remote.endpoint === undefined ? url : `${url} (${remote.endpoint})`;
    this.#requests = requests;
    this.#texts = new S3Texts(requests);
    this.#smallUploads = new SmallUploads(requests, this.#budget);
    const clockOffset = () => connection.handler.clockOffset();
    this.#place = { location: this.location, bucket, region: connection.region, remote, clockOffset };
  }

  async open({ create, signal }: { readonly create: boolean; readonly signal?: AbortSignal }): Promise<void> {
    await this.#explained("read", async () => {
      const descriptor = await this.#readDescriptor(signal);
      if (descriptor !== undefined) checkDescriptor(descriptor, this.location);
      else if (create) await this.#writeDescriptor(signal);
    });
  }

  stat(sha256: Sha256, signal?: AbortSignal): Promise<StoredObject | undefined> {
    return this.#explained("read", async () => {
      const found = await statObject(this.#requests, this.prefix, sha256, signal);
      return found === undefined ? undefined : { sha256, ...found };
    });
  }

  existing(digests: readonly Sha256[], signal?: AbortSignal): Promise<Set<Sha256>> {
    return this.#explained("read", async () => {
      const { found, listFails } = await findExisting(new Set(digests), {
        requests: this.#requests,
        prefix: this.prefix,
        mayList: this.#mayList,
        streams: maxStreams,
        signal,
        has: async (digest) => (await statObject(this.#requests, this.prefix, digest, signal)) !== undefined,
      });
      if (listFails) this.#mayList = false;
      return found;
    });
  }

  put(
    sha256: Sha256,
    path: string,
    size: number,
    options: TransferOptions & { readonly overwrite?: boolean } = {},
  ): Promise<"stored" | "present"> {
    return this.#explained("write", () => {
      const object = { sha256, key: this.#key(sha256), path, size };
      return size <= singlePutSize
        ? this.#smallUploads.put(object, options)
        : this.#putParts(object, options);
    });
  }

  get(
    sha256: Sha256,
    target: string,
    options: TransferOptions & { readonly size?: number } = {},
  ): Promise<{ readonly size: number }> {
    return this.#explained("read", async () => {
      const object = { sha256, key: this.#key(sha256), target, size: options.size };
      try {
        const got = await download({ requests: this.#requests, location: this.location }, object, options);
        this.#readProven = true;
        return got;
      } catch (error) {
        if (error instanceof S3Fault && this.#meansAbsent(error)) throw missingInStore(sha256, this.location);
        throw error;
      }
    });
  }

  async *list(signal?: AbortSignal): AsyncIterable<StoredObject> {
    for await (const { key, size, modifiedAt } of this.#listKeys(objectsPrefix, signal)) {
      const sha256 = digestOfKey(key);
      if (sha256 !== undefined) yield { sha256, size, modifiedAt };
    }
  }

  remove(sha256: Sha256, signal?: AbortSignal): Promise<void> {
    return this.removeText(objectKey(sha256), signal);
  }

  readText(key: string, signal?: AbortSignal): Promise<string | undefined> {
    return this.#explained("read", async () => {
      try {
        return await this.#texts.read(this.prefix + key, signal);
      } catch (error) {
        if (error instanceof S3Fault && error.kind === "missing") return undefined;
        throw error;
      }
    });
  }

  writeText(key: string, text: string, signal?: AbortSignal): Promise<void> {
    return this.#explained("write", () => this.#texts.write(this.prefix + key, text, signal));
  }

  removeText(key: string, signal?: AbortSignal): Promise<void> {
    return this.#explained("delete", () => this.#texts.remove(this.prefix + key, signal));
  }

  async *listTexts(prefix: string, signal?: AbortSignal): AsyncIterable<string> {
    for await (const { key } of this.#listKeys(prefix, signal)) yield key;
  }

  check(signal?: AbortSignal): Promise<readonly AccessCheck[]> {
    return checkAccess(this.#requests, this.prefix, this.#place, signal);
  }

  close(): void {
    this.#requests.connection.close();
  }

  /** Keys below `below`, without the store's own prefix. */
  async *#listKeys(below: string, signal: AbortSignal | undefined): AsyncIterable<ListedKey> {
    for (let after: string | undefined; ; ) {
      const from = after;
      const page = await this.#explained("list", () =>
        this.#requests.run(
          () => this.#requests.list(this.prefix + below, from, signal),
          signalOption(signal),
        ),
      );
      for (const listed of page.keys) yield { ...listed, key: listed.key.slice(this.prefix.length) };
      if (page.next === undefined) return;
      after = page.next;
    }
  }

  async #putParts(
    object: LargeObject,
    options: TransferOptions & { readonly overwrite?: boolean },
  ): Promise<"stored" | "present"> {
    if (options.overwrite !== true) {
      const stored = await statObject(this.#requests, this.prefix, object.sha256, options.signal);
      if (stored?.size === object.size) return "present";
    }
    const context = {
      requests: this.#requests,
      journal: await this.options.journal?.(),
      location: this.location,
      budget: this.#budget,
    };
    await uploadInParts(context, object, options);
    return "stored";
  }

  async #readDescriptor(signal: AbortSignal | undefined): Promise<string | undefined> {
    const { policy } = this.#requests;
    try {
      const early = { ...policy, attempts: Math.min(3, policy.attempts) };
      const text = await this.#texts.read(this.prefix + descriptorKey, signal, early);
      this.#readProven = true;
      return text;
    } catch (error) {
      // Without the right to list, an absent key is answered by a denial as well: the first object will tell.
      if (error instanceof S3Fault && (error.kind === "missing" || error.kind === "denied")) return undefined;
      throw error;
    }
  }

  #writeDescriptor(signal: AbortSignal | undefined): Promise<void> {
    return this.#explained("write", () =>
      this.#texts.writeOnce(this.prefix + descriptorKey, descriptorText, signal),
    );
  }

  #key(sha256: Sha256): string {
    return this.prefix + objectKey(sha256);
  }

  #meansAbsent(fault: S3Fault): boolean {
    return fault.kind === "missing" || (fault.kind === "denied" && this.#readProven);
  }

  async #explained<T>(action: S3Action, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw explainFault(toFault(error), action, this.#place);
    }
  }
}
