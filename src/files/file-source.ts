import { closeSync, fstatSync, openSync } from "node:fs";
import type { ByteSource } from "../models/byte-source.js";
import { ioError } from "./io-error.js";
import { readFully, readPart } from "./read-fully.js";

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
  const read = (offset: number, length: number) => guarded(() => readPart(handle, offset, length));
  const fill = (target: Uint8Array, offset: number) => guarded(() => readFully(handle, target, offset));
  return { size, read: blockwise(size, read, fill), close: () => closeSync(handle) };
}

const block = 1 << 18;

/** For those who take little at a time and go forward, a block is read at once, always into the same memory. */
function blockwise(
  size: number,
  read: ByteSource["read"],
  fill: (target: Uint8Array, offset: number) => number,
): ByteSource["read"] {
  let kept: Uint8Array | undefined;
  let [start, end, last] = [0, 0, 0];
  return (offset, length) => {
    const wanted = Math.max(0, Math.min(length, size - offset));
    if (wanted > block / 4) return read(offset, wanted);
    if (offset < start || offset + wanted > end) {
      const isNext = offset >= last && offset <= last + block;
      last = offset + wanted;
      if (!isNext) return read(offset, wanted);
      kept ??= new Uint8Array(Math.min(block, size));
      start = offset;
      end = offset;
      end += fill(kept, offset);
    }
    last = offset + wanted;
    return kept?.subarray(offset - start, Math.min(last, end) - start) ?? new Uint8Array(0);
  };
}
