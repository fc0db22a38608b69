import { closeSync, fstatSync, openSync } from "node:fs";
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
