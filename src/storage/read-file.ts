import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { systemCode } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import { corruptInCache, missingInCache } from "./object-errors.js";

/**
 * Opens the file of an object and hands its descriptor to `use`.
 * @throws MlxError `MLX_NOT_CACHED` if it is absent, `MLX_CORRUPT_OBJECT` if its size is not `size` bytes.
 */
export function withObjectFile<T>(sha256: Sha256, path: string, size: number, use: (fd: number) => T): T {
  const fd = openObjectFile(sha256, path, size);
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** As `withObjectFile`; the caller closes the descriptor. */
export function openObjectFile(sha256: Sha256, path: string, size: number): number {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (error) {
    if (systemCode(error) === "ENOENT") throw missingInCache(sha256, path);
    throw error;
  }
  if (fstatSync(fd).size === size) return fd;
  closeSync(fd);
  throw corruptInCache(sha256, path);
}

/** Reads until `target` is full or the file ends. @returns the bytes read. */
export function readFully(fd: number, target: Uint8Array, position: number): number {
  let filled = 0;
  while (filled < target.byteLength) {
    const count = readSync(fd, target, filled, target.byteLength - filled, position + filled);
    if (count === 0) break;
    filled += count;
  }
  return filled;
}
