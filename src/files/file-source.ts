import { closeSync, fstatSync, openSync } from "node:fs";
import type { ByteSource } from "../models/byte-source.js";
import { blockwise } from "./blockwise.js";
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
