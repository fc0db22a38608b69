import { spawn } from "node:child_process";
import { closeSync, fdatasync, open } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { systemCode } from "../core/errors.js";
import { syncFolder } from "./atomic-write.js";
import { ioError } from "./io-error.js";

const openFile = promisify(open);
const syncData = promisify(fdatasync);
const atOnce = 64;
const fewFiles = 16;

/**
 * Waits until these files, and the folders that name them, are on disk. Many files on Linux take one flush of their
 * file system; few, or elsewhere, take one fdatasync each, 64 at a time. Files that are gone are passed over.
 * @param root a folder on the file system of all of them.
 * @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION, MLX_IO.
 */
export async function makeDurable(files: readonly string[], root: string): Promise<void> {
  if (files.length === 0) return;
  if (files.length > fewFiles && process.platform === "linux" && (await syncFileSystem(root))) return;
  try {
    let next = 0;
    const lane = async () => {
      for (let index = next++; index < files.length; index = next++) await syncFile(files[index] ?? root);
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, files.length) }, lane));
    for (const folder of new Set(files.map((file) => dirname(file)))) syncFolder(folder);
  } catch (error) {
    throw ioError(error, `cannot flush ${root} to disk`);
  }
}

async function syncFile(file: string): Promise<void> {
  let handle: number;
  try {
    handle = await openFile(file, process.platform === "win32" ? "r+" : "r");
  } catch (error) {
    const code = systemCode(error);
    // Windows flushes only what it may write; a read-only object was flushed when it was closed by its writer.
    if (code === "ENOENT" || (process.platform === "win32" && (code === "EPERM" || code === "EACCES")))
      return;
    throw error;
  }
  try {
    await syncData(handle);
  } finally {
    closeSync(handle);
  }
}

/** One `sync -f`, which also reports write errors. False if there is no such command or it failed: sync file by file. */
function syncFileSystem(root: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn("sync", ["-f", root], { stdio: "ignore" });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}
