import { createHash } from "node:crypto";
import { closeSync, constants, ftruncateSync, openSync } from "node:fs";
import { asSha256, type Sha256 } from "../core/sha256.js";
import { readFully } from "../files/read-fully.js";
import type { TransferOptions } from "../ports.js";
import type { PartialDownload } from "./partial-download.js";
import type { S3Answer } from "./s3-answer.js";
import { S3Fault } from "./s3-fault.js";
import type { S3Requests } from "./s3-requests.js";
import { saveRange } from "./save-body.js";

const streamsPerObject = 8;

/**
 * Fetches the chunks that `partial` lacks, several at once, and hashes the file in order as it fills up.
 * @returns the digest of the whole file. @throws S3Fault of kind `range` if the server's answers to Range cannot be relied on.
 */
export async function downloadRanges(
  requests: S3Requests,
  key: string,
  partial: PartialDownload,
  options: TransferOptions,
): Promise<Sha256> {
  const fd = openSync(partial.file, constants.O_RDWR | constants.O_CREAT, 0o666);
  try {
    ftruncateSync(fd, partial.size);
    return await new RangedDownload(requests, key, partial, options, fd).run();
  } finally {
    closeSync(fd);
  }
}

class RangedDownload {
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #digest = createHash("sha256");
  readonly #buffer = Buffer.allocUnsafeSlow(1024 * 1024);
  #hashed = 0;
  #next = 0;
  #etag: string | undefined;
  #moved = 0;

  constructor(
    readonly requests: S3Requests,
    readonly key: string,
    readonly partial: PartialDownload,
    readonly options: TransferOptions,
    readonly fd: number,
  ) {
    this.#signal =
      options.signal === undefined ? this.#stop.signal : AbortSignal.any([this.#stop.signal, options.signal]);
  }

  async run(): Promise<Sha256> {
    this.#move(this.partial.doneBytes);
    let failure: { readonly error: unknown } | undefined;
    const worker = async (): Promise<void> => {
      try {
        for (let index = this.#take(); index !== undefined; index = this.#take()) await this.#fetch(index);
      } catch (error) {
        failure ??= { error };
        this.#stop.abort();
      }
    };
    await Promise.all(Array.from({ length: streamsPerObject }, worker));
    if (failure !== undefined) {
      this.#move(-this.#moved);
      throw failure.error;
    }
    this.#hashFinished();
    return asSha256(this.#digest.digest("hex"));
  }

  #take(): number | undefined {
    while (this.#next < this.partial.count && this.partial.has(this.#next)) this.#next++;
    if (this.#next >= this.partial.count) return undefined;
    return this.#next++;
  }

  async #fetch(index: number): Promise<void> {
    const range = this.partial.range(index);
    const attempt = async (): Promise<void> => {
      let moved = 0;
      try {
        const answer = await this.requests.get(this.key, this.#signal, range, this.#etag);
        this.#accept(answer, range);
        await saveRange(answer.body, this.fd, range.first, range.length, (count) => {
          moved += count;
          this.#move(count);
        });
      } catch (error) {
        this.#move(-moved);
        throw error;
      }
    };
    await this.requests.run(attempt, { ...this.options, signal: this.#signal });
    this.partial.finish(index);
    this.#hashFinished();
  }

  /** @throws S3Fault of kind `range` if this is not exactly the range that was asked for, of the object that was begun with. */
  #accept(
    answer: S3Answer,
    range: { readonly first: number; readonly last: number; readonly length: number },
  ): void {
    const expected = `bytes ${range.first}-${range.last}/${this.partial.size}`;
    const wrong =
      answer.status !== 206
        ? `status ${answer.status}`
        : answer.contentRange !== expected
          ? `Content-Range ${answer.contentRange}`
          : answer.length !== undefined && answer.length !== range.length
            ? `a length of ${answer.length}`
            : this.#etag !== undefined && answer.etag !== this.#etag
              ? "another ETag"
              : undefined;
    if (wrong !== undefined) {
      answer.body.destroy();
      throw new S3Fault("range", "WrongRange", `the server answered ${wrong} for ${expected}`);
    }
    this.#etag ??= answer.etag;
  }

  /** Hashes the chunks that follow what is hashed already, as far as they are there. */
  #hashFinished(): void {
    for (; this.#hashed < this.partial.count && this.partial.has(this.#hashed); this.#hashed++) {
      const { first, length } = this.partial.range(this.#hashed);
      for (let done = 0; done < length; ) {
        const piece = this.#buffer.subarray(0, Math.min(this.#buffer.byteLength, length - done));
        const count = readFully(this.fd, piece, first + done);
        this.#digest.update(piece.subarray(0, count));
        // A file that is shorter than its record says has the wrong digest: it will be discarded.
        if (count < piece.byteLength) return;
        done += count;
      }
    }
  }

  #move(bytes: number): void {
    this.#moved += bytes;
    if (bytes !== 0) this.options.onBytes?.(bytes);
  }
}
