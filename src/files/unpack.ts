import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { constants, createGunzip, createInflate, createInflateRaw } from "node:zlib";
import { systemCode } from "../core/errors.js";
import { type ByteSource, bytesSource } from "../models/byte-source.js";
import type { Compression, Unpack, Unpacked } from "../models/unpack.js";
import { ioError } from "./io-error.js";
import { readPart } from "./read-fully.js";
import { removeTempDir, tempDir } from "./temp-dir.js";

/** What is unpacked beyond this goes into a file. */
const mostInMemory = 32 * 1024 * 1024;
const smallPiece = 512;
const smallUntil = 16 * 1024;
const largePiece = 256 * 1024;

/**
 * Unpacks with zlib, in a stream: the output is kept in memory, and in a temporary file where it is long.
 * @param tempParent where a folder for that may be made.
 */
export function unpackInto(tempParent: string, signal?: AbortSignal): Unpack {
  return async (source, compression, most) => {
    const sink = new Sink(tempParent);
    const stream = inflaterOf(compression);
    const feed = Readable.from(pieces(source, signal));
    feed.on("error", (error) => stream.destroy(error));
    feed.pipe(stream);
    let outcome: Unpacked["outcome"] = "whole";
    try {
      for await (const chunk of stream) {
        sink.add(chunk.subarray(0, most - sink.size));
        if (sink.size < most) continue;
        outcome = "cut";
        break;
      }
    } catch (error) {
      if (signal?.aborted || !isZlibError(error)) {
        sink.dispose();
        throw error;
      }
      outcome = "damaged";
    } finally {
      feed.destroy();
    }
    return { source: sink.source(), outcome, dispose: () => sink.dispose() };
  };
}

/** Bytes that end too early give what they gave: whoever reads them sees that something is missing. */
function inflaterOf(compression: Compression) {
  const options = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 256 * 1024 };
  if (compression === "gzip") return createGunzip(options);
  return compression === "zlib" ? createInflate(options) : createInflateRaw(options);
}

function isZlibError(error: unknown): boolean {
  return /^Z_|^ERR_/.test(systemCode(error) ?? "");
}

/** Small ones first: what stands before a broken place comes out, but not the piece with that place. */
function* pieces(source: ByteSource, signal: AbortSignal | undefined): Generator<Uint8Array> {
  for (let at = 0; at < source.size; ) {
    signal?.throwIfAborted();
    const bytes = source.read(at, at < smallUntil ? smallPiece : largePiece);
    if (bytes.length === 0) return;
    at += bytes.length;
    yield bytes.slice();
  }
}

class Sink {
  size = 0;
  readonly #chunks: Uint8Array[] = [];
  #file: { readonly folder: string; readonly handle: number } | undefined;

  constructor(private readonly tempParent: string) {}

  add(chunk: Uint8Array): void {
    this.size += chunk.length;
    if (this.#file) this.#write(chunk);
    else this.#chunks.push(chunk);
    if (this.#file || this.size <= mostInMemory) return;
    mkdirSync(this.tempParent, { recursive: true, mode: 0o700 });
    const folder = tempDir(this.tempParent);
    this.#file = { folder, handle: openSync(join(folder, "unpacked"), "w+", 0o600) };
    for (const kept of this.#chunks.splice(0)) this.#write(kept);
  }

  source(): ByteSource {
    const { size } = this;
    const file = this.#file;
    if (!file) return bytesSource(Buffer.concat(this.#chunks));
    return {
      size,
      read: (offset, length) => readPart(file.handle, offset, Math.min(length, size - offset)),
    };
  }

  dispose(): void {
    if (this.#file === undefined) return;
    closeSync(this.#file.handle);
    removeTempDir(this.#file.folder);
    this.#file = undefined;
  }

  #write(chunk: Uint8Array): void {
    try {
      for (let at = 0; at < chunk.length; ) at += writeSync(this.#file?.handle ?? -1, chunk, at);
    } catch (error) {
      throw ioError(error, `cannot unpack into ${this.#file?.folder ?? this.tempParent}`);
    }
  }
}
