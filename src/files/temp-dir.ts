import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ioError } from "./io-error.js";
import { identityName, isAlive, ownIdentity, parseIdentity } from "./process-identity.js";

const foreignAgeMs = 7 * 24 * 3600 * 1000;
const strayAgeMs = 3600 * 1000;
const swept = new Set<string>();
const mine = new Set<string>();
let counter = 0;
let watchingExit = false;

/**
 * A new folder of this process under `parent`, removed when the process exits. Folders that dead processes left under
 * `parent` are removed on the way.
 * @param mode of the folder, apart from the umask; given when a group shares `parent`.
 * @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION, MLX_IO.
 */
export function tempDir(parent: string, mode = 0o777): string {
  const path = join(parent, `${identityName(ownIdentity())}-${counter++}`);
  try {
    mkdirSync(parent, { recursive: true });
    if (!swept.has(parent)) sweepTempDirs(parent);
    swept.add(parent);
    mkdirSync(path, { mode });
  } catch (error) {
    throw ioError(error, `cannot make a temporary folder in ${parent}`);
  }
  if (!watchingExit) process.once("exit", removeMine);
  watchingExit = true;
  mine.add(path);
  return path;
}

export function removeTempDir(path: string): void {
  rmSync(path, { recursive: true, force: true });
  mine.delete(path);
}

function removeMine(): void {
  for (const path of mine) rmSync(path, { recursive: true, force: true });
  mine.clear();
}

/** Removes the folders of dead processes, week-old ones of other machines, and files that a killed atomic write left. */
export function sweepTempDirs(parent: string): void {
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    if (isInUse(join(parent, name), name)) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // Someone else's: theirs to remove.
    }
  }
}

/** Whether to leave it: whatever is not ours by its name, too. */
function isInUse(path: string, name: string): boolean {
  if (name.endsWith(".mlx-tmp")) return isYounger(path, strayAgeMs);
  const identity = parseIdentity(name);
  const alive = identity === undefined || isAlive(identity);
  return alive === "unknown" ? isYounger(path, foreignAgeMs) : alive;
}

function isYounger(path: string, ageMs: number): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < ageMs;
}
