import { createHash, type Hash } from "node:crypto";
import { closeSync } from "node:fs";
import { Interrupted } from "../core/errors.js";
import { asSha256, type Sha256, sha256Of } from "../core/sha256.js";
import { readFully } from "../files/read-fully.js";
import type { PendingUpload, TransferOptions, UploadedPart, UploadJournal } from "../ports.js";
import type { ByteBudget } from "./byte-budget.js";
import { corruptInCache } from "./object-errors.js";
import { openObjectFile } from "./read-file.js";
import { S3Fault } from "./s3-fault.js";
import { S3MultipartRequests } from "./s3-multipart-requests.js";
import type { S3Requests } from "./s3-requests.js";

const mebibyte = 1024 * 1024;

/** Bytes of every part but the last: 8 MiB, or what keeps an object within 9,000 parts (S3 allows 10,000). */
function partSizeFor(size: number): number {
  return Math.max(8 * mebibyte, Math.ceil(size / 9000 / mebibyte) * mebibyte);
}

export interface LargeObject {
  readonly sha256: Sha256;
  readonly key: string;
  readonly path: string;
  readonly size: number;
}

export interface UploadContext {
  readonly requests: S3Requests;
  readonly journal: UploadJournal | undefined;
  /** Names the store in the journal. */
  readonly location: string;
  readonly budget: ByteBudget;
}

/**
 * Uploads a file in parts, going on where an earlier upload of the same object was cut. The whole file is hashed on the way
 * and the upload completed only if the digest is right; if not, it is given up on the server too.
 */
export async function uploadInParts(
  context: UploadContext,
  object: LargeObject,
  options: TransferOptions,
): Promise<void> {
  const fd = openObjectFile(object.sha256, object.path, object.size);
  try {
    for (let attempt = 1; ; attempt++) {
      const upload = new PartUpload(context, object, options, fd);
      try {
        return await upload.run();
      } catch (error) {
        upload.takeBackProgress();
        if (!(error instanceof S3Fault) || error.kind !== "no-upload" || attempt === 2) throw error;
        // The server has forgotten the upload (a lifecycle rule, or another process completed it): begin anew.
        context.journal?.forget(context.location, object.sha256);
      }
    }
  } finally {
    closeSync(fd);
  }
}

class PartUpload {
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #multipart: S3MultipartRequests;
  readonly #parts = new Map<number, string>();
  readonly #sending = new Set<Promise<void>>();
  #failure: { readonly error: unknown } | undefined;
  #moved = 0;

  constructor(
    readonly context: UploadContext,
    readonly object: LargeObject,
    readonly options: TransferOptions,
    readonly fd: number,
  ) {
    this.#multipart = new S3MultipartRequests(context.requests);
    this.#signal =
      options.signal === undefined ? this.#stop.signal : AbortSignal.any([this.#stop.signal, options.signal]);
  }

  async run(): Promise<void> {
    const { context, object } = this;
    const pending = (await this.#resume()) ?? (await this.#begin());
    const digest = await this.#sendParts(pending);
    if (digest !== object.sha256) {
      context.journal?.forget(context.location, object.sha256);
      await this.#multipart.abortUpload(object.key, pending.uploadId).catch(() => undefined);
      throw corruptInCache(object.sha256, object.path);
    }
    const parts = [...this.#parts]
      .sort(([a], [b]) => a - b)
      .map(([number, etag]) => ({ PartNumber: number, ETag: etag }));
    await context.requests
      .run(
        () => this.#multipart.completeUpload(object.key, pending.uploadId, parts, this.options.signal),
        this.options,
      )
      .catch((error: unknown) => this.#acceptIfComplete(error));
    context.journal?.forget(context.location, object.sha256);
  }

  takeBackProgress(): void {
    this.#move(-this.#moved);
  }

  /** A completion whose answer was lost is found done when it is tried again. */
  async #acceptIfComplete(error: unknown): Promise<void> {
    if (!(error instanceof S3Fault)) throw error;
    // Parts that the server does not accept will not be accepted later either.
    if (error.kind === "refused") this.context.journal?.forget(this.context.location, this.object.sha256);
    if (error.kind !== "no-upload") throw error;
    const { requests } = this.context;
    const stored = await requests.runUnless(
      ["missing", "denied"],
      () => requests.head(this.object.key, this.options.signal),
      this.options,
    );
    if (stored?.size !== this.object.size) throw error;
  }

  /** What can be gone on with: the journal's upload, less the parts that the server denies having. */
  async #resume(): Promise<PendingUpload | undefined> {
    const { requests, journal, location } = this.context;
    const { sha256, key, size } = this.object;
    const pending = journal?.find(location, sha256);
    if (pending === undefined || pending.partSize !== partSizeFor(size)) return undefined;
    try {
      const held = await requests.runUnless(
        ["denied", "unsupported"],
        () => this.#multipart.listParts(key, pending.uploadId, this.options.signal),
        this.options,
      );
      if (held === undefined) return pending;
      return { ...pending, parts: pending.parts.filter((part) => held.get(part.number) === part.etag) };
    } catch (error) {
      if (!(error instanceof S3Fault) || (error.kind !== "no-upload" && error.kind !== "missing"))
        throw error;
      return undefined;
    }
  }

  async #begin(): Promise<PendingUpload> {
    const { requests, journal, location } = this.context;
    const { sha256, key, size } = this.object;
    const uploadId = await requests.run(
      () => this.#multipart.createUpload(key, this.options.signal),
      this.options,
    );
    const partSize = partSizeFor(size);
    journal?.begin(location, sha256, { uploadId, partSize });
    return { uploadId, partSize, parts: [] };
  }

  /** Reads and hashes the file in order while its parts travel. @returns the digest of the whole file. */
  async #sendParts(pending: PendingUpload): Promise<Sha256> {
    const known = new Map(pending.parts.map((part) => [part.number, part]));
    const whole = createHash("sha256");
    const count = Math.ceil(this.object.size / pending.partSize);
    for (let number = 1; number <= count && this.#failure === undefined; number++) {
      await this.#sendPart(pending, number, known.get(number), whole);
    }
    await Promise.all(this.#sending);
    if (this.options.signal?.aborted) throw new Interrupted();
    if (this.#failure !== undefined) throw this.#failure.error;
    return asSha256(whole.digest("hex"));
  }

  /** Returns once the part is read and on its way. */
  async #sendPart(
    pending: PendingUpload,
    number: number,
    known: UploadedPart | undefined,
    whole: Hash,
  ): Promise<void> {
    const { budget } = this.context;
    const offset = (number - 1) * pending.partSize;
    const length = Math.min(pending.partSize, this.object.size - offset);
    await budget.acquire(length);
    const body = Buffer.allocUnsafeSlow(length);
    try {
      if (readFully(this.fd, body, offset) !== length)
        throw corruptInCache(this.object.sha256, this.object.path);
    } catch (error) {
      budget.release(length);
      this.#fail(error);
      return;
    }
    whole.update(body);
    const sha256 = sha256Of(body);
    if (known?.sha256 === sha256) {
      this.#parts.set(number, known.etag);
      this.#move(length);
      budget.release(length);
      return;
    }
    const sending = this.#upload(pending.uploadId, { number, body, sha256 })
      .catch((error: unknown) => this.#fail(error))
      .finally(() => {
        budget.release(length);
        this.#sending.delete(sending);
      });
    this.#sending.add(sending);
  }

  async #upload(
    uploadId: string,
    part: { readonly number: number; readonly body: Uint8Array; readonly sha256: Sha256 },
  ): Promise<void> {
    const { requests, journal, location } = this.context;
    const { number, body, sha256 } = part;
    const etag = await requests.run(
      () => this.#multipart.uploadPart(this.object.key, uploadId, part, this.#signal),
      {
        ...this.options,
        signal: this.#signal,
      },
    );
    journal?.addPart(location, this.object.sha256, uploadId, { number, etag, sha256 });
    this.#parts.set(number, etag);
    this.#move(body.byteLength);
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stop.abort();
  }

  #move(bytes: number): void {
    this.#moved += bytes;
    if (bytes !== 0) this.options.onBytes?.(bytes);
  }
}
