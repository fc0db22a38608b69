import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { systemCode } from "../core/errors.js";
import { ioError } from "./io-error.js";

export interface AtomicWriteOptions {
  /** Permission bits of a new file (default 0o666), less the umask. Those of a file that is replaced are kept. */
  readonly mode?: number;
  /** Waits until file and folder are on disk. Default true. */
  readonly durable?: boolean;
  /** A folder on the same file system for the temporary file, where a killed process may leave it unseen. Default: beside `path`. */
  readonly stage?: string;
}

let counter = 0;

/**
 * Replaces `path` whole or leaves it alone: a temporary file, fsync, rename, fsync of the folder. Makes the folder. A
 * symbolic link at `path` is replaced, not followed.
 * @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION (exit 4), MLX_IO.
 */
export function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  options: AtomicWriteOptions = {},
): void {
  const folder = dirname(path);
  const temp = join(
    options.stage ?? folder,
    `.${basename(path).slice(0, 80)}.${process.pid}-${counter++}.mlx-tmp`,
  );
  const durable = options.durable ?? true;
  try {
    mkdirSync(folder, { recursive: true });
    const before = lstatSync(path, { throwIfNoEntry: false });
    const handle = openSync(temp, "wx", options.mode ?? 0o666);
    try {
      writeFileSync(handle, data);
      if (before?.isFile()) fchmodSync(handle, before.mode & 0o7777);
      if (durable) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temp, path);
    if (durable) syncFolder(folder);
  } catch (error) {
    removeQuietly(temp);
    if (systemCode(error) === "EXDEV" && options.stage !== undefined) {
      const { stage: _, ...beside } = options;
      writeFileAtomic(path, data, beside);
      return;
    }
    throw ioError(error, `cannot write ${path}`);
  }
}

/** A temporary file that could not even be made is no second failure. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The first failure is the one to tell.
  }
}

/** Makes the names in a folder durable. Windows cannot, and need not: NTFS journals them. */
export function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
