import { mkdirSync } from "node:fs";
import { ioError } from "../files/io-error.js";

/** Makes a folder and those above it. @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION, MLX_IO. */
export function ensureFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw ioError(error, `cannot make the folder ${path}`);
  }
}
