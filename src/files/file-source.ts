import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { ByteSource } from "../models/byte-source.js";
import { ioError } from "./io-error.js";

/** A file as a source of bytes. It stays open until it is closed. */
export interface FileSource extends ByteSource {
  close(): void;
}

/**
 * Opens a file for reading at any place; symbolic links are followed.
 * @throws {MlxError} MLX_PERMISSION, MLX_IO; reading may throw them too.
 */
export function openFileSource(path: string): FileSource {
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw ioError(error, `cannot read ${path}`);
    }
  };
  const handle = guarded(() => openSync(path, "r"));
  const { size } = guarded(() => fstatSync(handle));
  return {
    size,
    read: blockwise(size, (offset, length) =>
      guarded(() => readFully(handle, offset, Math.min(length, size - offset))),
    ),
    close: () => closeSync(handle),
  };
}

const block = 1 << 18;

/** Reads a block at once for those who take little at a time, and keeps the last. */
function blockwise(size: number, read: ByteSource["read"]): ByteSource["read"] {
  let [start, kept] = [0, new Uint8Array(0)];
  return (offset, length) => {
    const wanted = Math.min(length, size - offset);
    if (wanted > block / 4) return read(offset, length);
    if (offset < start || offset + wanted > start + kept.length)
      [start, kept] = [offset, Uint8Array.from(read(offset, block))];
    return kept.subarray(offset - start, offset - start + Math.max(0, wanted));
  };
}

/** Bytes of an open file; fewer where it ends. */
export function readFully(handle: number, offset: number, length: number): Uint8Array {
  if (!(length > 0)) return new Uint8Array(0);
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = readSync(handle, bytes, filled, length - filled, offset + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
