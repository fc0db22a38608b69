import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Interrupted, systemCode } from "../core/errors.js";
import { ioError } from "./io-error.js";
import { identityName, isAlive, ownIdentity, parseIdentity } from "./process-identity.js";

export type LockMode = "shared" | "exclusive";

/** Who has, or waits for, a lock. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** What it runs, such as `data add`; may be empty. */
  readonly command: string;
  readonly mode: LockMode;
}

export interface LockOptions {
  /** Default exclusive. */
  readonly mode?: LockMode;
  /** Shown to whoever waits. */
  readonly command?: string;
  /** Makes the lock's folder writable for its group. */
  readonly group?: boolean;
  readonly signal?: AbortSignal;
  /** Called once, after a second of waiting. */
  readonly onWait?: (holder: LockHolder) => void;
}

export interface Lock {
  /** Idempotent. Happens by itself when the process exits; after `kill -9` the next one to ask clears it away. */
  release(): void;
}

/** An entry in the folder: `<number>.<s|x>.<identity>-<n>`, or `choosing.<identity>-<n>` while its number is picked. */
interface Entry {
  readonly name: string;
  /** Undefined while choosing. */
  readonly ticket: number | undefined;
  readonly exclusive: boolean;
  readonly owner: string;
}

const heartbeatMs = 10_000;
const staleMs = 120_000;
const pollMs = 8;
const slowestPollMs = 50;
const patienceMs = 1000;

const held = new Set<string>();
let watchingExit = false;
let counter = 0;

/**
 * Waits, as long as it takes, for the lock kept in folder `dir`, which is made if absent. First come, first served;
 * shared holders exclude exclusive ones only.
 *
 * Lamport's bakery: each process has its own entry, with a number one above those it saw, and waits for the lower
 * ones. Nobody ever removes a name that a living process may have made, so that clearing away a dead one's entry can
 * never take a fresh lock from another. An entry is dead when its process is (same host, boot and namespace; the start
 * time tells a reused process number), or, on another machine, when it was not touched for two minutes.
 * @throws {Interrupted} on abort. @throws {MlxError} MLX_PERMISSION, MLX_DISK_FULL, MLX_IO.
 */
export async function acquireLock(dir: string, options: LockOptions = {}): Promise<Lock> {
  if (options.signal?.aborted) throw new Interrupted();
  let entry: Entry;
  try {
    entry = enter(dir, options);
  } catch (error) {
    throw ioError(error, `cannot lock ${dir}`);
  }
  const path = join(dir, entry.name);
  const heartbeat = setInterval(() => touch(path), heartbeatMs);
  heartbeat.unref();
  const release = () => {
    clearInterval(heartbeat);
    leave(path);
  };
  try {
    await waitForTurn(dir, entry, options);
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

function enter(dir: string, options: LockOptions): Entry {
  mkdirSync(dir, { recursive: true });
  if (options.group) shareWithGroup(dir);
  const owner = `${identityName(ownIdentity())}-${counter++}`;
  const note = JSON.stringify({ host: hostname(), command: options.command ?? "" });
  const choosing = join(dir, `choosing.${owner}`);
  try {
    writeEntry(choosing, note);
    const highest = list(dir).reduce((most, { ticket }) => Math.max(most, ticket ?? 0), 0);
    const exclusive = options.mode !== "shared";
    const name = `${String(highest + 1).padStart(9, "0")}.${exclusive ? "x" : "s"}.${owner}`;
    writeEntry(join(dir, name), note);
    return { name, ticket: highest + 1, exclusive, owner };
  } finally {
    leave(choosing);
  }
}

function writeEntry(path: string, note: string): void {
  if (!watchingExit) process.once("exit", leaveAll);
  watchingExit = true;
  held.add(path);
  const handle = openSync(path, "wx", 0o644);
  try {
    writeSync(handle, note);
  } finally {
    closeSync(handle);
  }
}

async function waitForTurn(dir: string, own: Entry, options: LockOptions): Promise<void> {
  const began = performance.now();
  let told = false;
  for (let pause = pollMs; ; pause = Math.min(pause * 1.5, slowestPollMs)) {
    // Twice: an entry whose number was written, and its `choosing` removed, during one listing may show in neither place.
    const blocker = findBlocker(dir, own) ?? findBlocker(dir, own);
    if (blocker === undefined) return;
    if (!told && performance.now() - began > patienceMs) {
      told = true;
      const holder = describe(dir, blocker);
      if (holder !== undefined) options.onWait?.(holder);
    }
    try {
      await sleep(pause * (0.5 + Math.random()), undefined, options.signal ? { signal: options.signal } : {});
    } catch {
      throw new Interrupted();
    }
  }
}

/** A living entry that comes before ours, or may. Those of dead processes are removed. */
function findBlocker(dir: string, own: Entry): Entry | undefined {
  for (const other of list(dir)) {
    if (other.owner === own.owner || !comesBefore(other, own)) continue;
    if (!isStale(dir, other, own)) return other;
    rmSync(join(dir, other.name), { force: true });
  }
  return undefined;
}

function comesBefore(other: Entry, own: Entry): boolean {
  if (other.ticket === undefined || own.ticket === undefined) return true;
  if (!other.exclusive && !own.exclusive) return false;
  return other.ticket < own.ticket || (other.ticket === own.ticket && other.owner < own.owner);
}

function isStale(dir: string, other: Entry, own: Entry): boolean {
  const identity = parseIdentity(other.owner);
  if (identity === undefined) return false;
  const alive = isAlive(identity);
  if (alive !== "unknown") return !alive;
  const touched = statSync(join(dir, other.name), { throwIfNoEntry: false });
  if (touched === undefined) return false;
  // Both times by the clock of the file system, which may be another machine's.
  touch(join(dir, own.name));
  const now = statSync(join(dir, own.name), { throwIfNoEntry: false });
  return now !== undefined && now.mtimeMs - touched.mtimeMs > staleMs;
}

function list(dir: string): Entry[] {
  return readdirSync(dir).flatMap((name) => {
    const match = /^(?:choosing|(\d{9,15})\.([sx]))\.([0-9a-f]{12}-\d+-\d+-\d+)$/.exec(name);
    if (match?.[3] === undefined) return [];
    const ticket = match[1] === undefined ? undefined : Number(match[1]);
    return [{ name, ticket, exclusive: match[2] !== "s", owner: match[3] }];
  });
}

function describe(dir: string, entry: Entry): LockHolder | undefined {
  const identity = parseIdentity(entry.owner);
  if (identity === undefined) return undefined;
  const mode = entry.exclusive ? "exclusive" : "shared";
  try {
    const note: unknown = JSON.parse(readFileSync(join(dir, entry.name), "utf8"));
    const text = (key: "host" | "command") => {
      const value = typeof note === "object" && note !== null ? Object.entries(note) : [];
      const found = value.find(([name]) => name === key)?.[1];
      return typeof found === "string" ? found : "";
    };
    return { pid: identity.pid, host: text("host"), command: text("command"), mode };
  } catch {
    return { pid: identity.pid, host: "", command: "", mode };
  }
}

/** Sets the entry's time by the file system's own clock. */
function touch(path: string): void {
  try {
    const handle = openSync(path, "r+");
    try {
      const note = readFileSync(handle);
      writeSync(handle, note, 0, note.length, 0);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Released meanwhile, or a passing fault: the next beat tries again.
  }
}

function leave(path: string): void {
  if (!held.delete(path)) return;
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder was made read-only meanwhile: the entry counts as dead once this process ends.
  }
}

function leaveAll(): void {
  for (const path of held) leave(path);
}

function shareWithGroup(dir: string): void {
  try {
    chmodSync(dir, 0o2775);
  } catch (error) {
    if (systemCode(error) !== "EPERM") throw error;
  }
}
