import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../core/errors.js";
import { isUlid } from "../../core/ulid.js";
import { ioError } from "../../files/io-error.js";
import { identityName, identityOf, isAlive, parseIdentity } from "../../files/process-identity.js";
import type { RunId } from "../../runs/types.js";
import type { Workspace } from "../../workspace/discover.js";

/** So old is a folder that belongs to no run, and never will. */
const abandonedMs = 3600 * 1000;

/** Without a sign of life for so long, the command of another machine or boot is taken for ended. */
const silentMs = 24 * 3600 * 1000;

/** Where a run's files are while it is recorded. All paths are absolute. */
export interface RunFolder {
  readonly id: RunId;
  readonly dir: string;
  /** `$MLX_METRICS_FILE` */
  readonly metrics: string;
  /** Which process the command is; absent until it was started. */
  readonly child: string;
}

export function runFolder(workspace: Workspace, id: RunId): RunFolder {
  const dir = join(workspace.sharedDir, "runs", id);
  return { id, dir, metrics: join(dir, "metrics.jsonl"), child: join(dir, "child") };
}

/** Makes a run's folder with its metrics file. @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION (exit 4), MLX_IO. */
export function makeRunFolder(folder: RunFolder): void {
  try {
    mkdirSync(folder.dir, { recursive: true });
    writeFileSync(folder.metrics, "", { flag: "a" });
  } catch (error) {
    throw ioError(error, `cannot make ${folder.dir}`);
  }
}

export function removeRunFolder(folder: RunFolder): void {
  rmSync(folder.dir, { recursive: true, force: true, maxRetries: 3 });
}

/** The folders of runs that are recorded now, or were when their mlx died. */
export function runFolders(workspace: Workspace): RunFolder[] {
  try {
    return readdirSync(join(workspace.sharedDir, "runs"), { withFileTypes: true })
      .flatMap((entry) => (entry.isDirectory() && isUlid(entry.name) ? [entry.name] : []))
      .map((id) => runFolder(workspace, id));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw ioError(error, `cannot read ${join(workspace.sharedDir, "runs")}`);
  }
}

/** Whether the mlx that made a folder died before it recorded anything. To be asked where the ledger knows no such run. */
export function isAbandoned(folder: RunFolder, now: number): boolean {
  const { size = 0, mtimeMs = now } = statSync(folder.metrics, { throwIfNoEntry: false }) ?? {};
  return size === 0 && now - mtimeMs > abandonedMs && !existsSync(folder.child);
}

export function noteChild(folder: RunFolder, pid: number): void {
  writeFileSync(folder.child, identityName(identityOf(pid)));
}

/** Whether the command may still write to its folder. */
export function childLives(folder: RunFolder, now: number): boolean {
  let noted: string;
  try {
    noted = readFileSync(folder.child, "utf8");
  } catch {
    return false;
  }
  const identity = parseIdentity(noted);
  const alive = identity ? isAlive(identity) : false;
  if (alive !== "unknown") return alive;
  const lastSign = statSync(folder.metrics, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return now - lastSign < silentMs;
}
