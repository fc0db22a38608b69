import { chmodSync, closeSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Interrupted } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import type { Job, JobControl } from "../files/job.js";
import { linkFile } from "../files/link-file.js";
import { pieceSize } from "../files/read-pieces.js";
import type { ReadResult } from "../files/read-result.js";
import { readWhole, type WholeRead, withoutContent } from "../files/read-whole.js";
import { SparseWriter, writeAll } from "../files/sparse-writer.js";
import { sameStamp, sizeOf, stampAt } from "../files/stamp.js";
import { cacheError, checkObject, holdsBytes, unreadableObject } from "./check-object.js";
import { type CacheLayout, moveIntoPlace, objectPath } from "./layout.js";

export interface InsertTask {
  /** Absolute path. */
  readonly source: string;
  /** The digest it had when last seen: spares a copy if it still has it. */
  readonly expected?: Sha256;
  /** Its bytes when last seen, if known: how best to copy it is decided by that. */
  readonly size?: number;
}

export interface InsertInput {
  readonly layout: CacheLayout;
  /** A folder of this process on the cache's file system. */
  readonly temp: string;
  /** Tells this slice's temporary files from those of others. */
  readonly slice: number;
  readonly tasks: readonly InsertTask[];
}

/** Copies files into the cache; not yet flushed to disk. Sources are only read. */
export const insertJob: Job<InsertInput, ReadResult[]> = {
  name: "insert",
  run({ layout, temp, slice, tasks }, control) {
    const scratch = join(temp, `insert-${slice}`);
    return tasks.map((task) => {
      if (control.stopped) throw new Interrupted();
      const read = insert(layout, scratch, task, control);
      control.addFiles(1);
      return withoutContent(read);
    });
  },
};

function insert(layout: CacheLayout, scratch: string, task: InsertTask, control: JobControl): WholeRead {
  const size = task.size ?? sizeOf(task.source);
  if (size <= pieceSize) {
    const read = readWhole(task.source, control);
    if (read.ok && read.content !== undefined) insertContent(layout, scratch, read.sha256, read.content);
    if (!read.ok || read.content !== undefined) return read;
  }
  if (task.expected !== undefined && hasSize(layout, task.expected, size)) {
    const read = readWhole(task.source, control);
    if (!read.ok) return read;
    if (read.sha256 === task.expected && isIntact(layout, read.sha256, control)) return read;
    control.addBytes(-read.size);
  }
  try {
    const read = cloneIn(task.source, scratch, control) ?? copyIn(task.source, scratch, control);
    if (read.ok) insertTemp(layout, scratch, read.sha256, control);
    return read;
  } catch (error) {
    throw cacheError(error, layout, `cannot copy ${task.source} to the cache at ${layout.root}`);
  } finally {
    rmSync(scratch, { force: true });
  }
}

function hasSize(layout: CacheLayout, sha256: Sha256, size: number): boolean {
  return sizeOf(objectPath(layout, sha256)) === size;
}

/** Makes bytes an object unless they are one. @throws {MlxError} if the cache cannot be written. */
export function insertContent(
  layout: CacheLayout,
  scratch: string,
  sha256: Sha256,
  content: Uint8Array,
): void {
  if (holdsBytes(layout, sha256, content)) return;
  try {
    const handle = openSync(scratch, "wx", 0o444);
    try {
      writeAll(handle, content);
    } finally {
      closeSync(handle);
    }
    moveIntoPlace(layout, scratch, sha256);
  } catch (error) {
    rmSync(scratch, { force: true });
    throw cacheError(error, layout, `cannot write to the cache at ${layout.root}`);
  }
}

/** Makes a complete temporary file an object, or removes it if the cache has that object, intact. */
export function insertTemp(layout: CacheLayout, temp: string, sha256: Sha256, control: JobControl): void {
  if (isIntact(layout, sha256, control)) rmSync(temp, { force: true });
  else moveIntoPlace(layout, temp, sha256);
}

function isIntact(layout: CacheLayout, sha256: Sha256, control: JobControl): boolean {
  const found = checkObject(layout, sha256, control.uncounted());
  if (found.state === "unreadable") throw unreadableObject(layout, sha256, found.fault);
  return found.state === "intact";
}

/** A reflink of the source, then hashed. Undefined if the file system has none, or the source changed meanwhile. */
function cloneIn(source: string, scratch: string, control: JobControl): WholeRead | undefined {
  const before = stampAt(source);
  if (before?.kind !== "file" || !linkFile(source, scratch, "reflink")) return undefined;
  chmodSync(scratch, 0o444);
  const read = readWhole(scratch, control);
  const after = stampAt(source);
  if (
    read.ok &&
    after !== undefined &&
    sameStamp(before.stamp, after.stamp) &&
    read.size === before.stamp.size
  ) {
    return { ...read, executable: before.executable, stamp: before.stamp };
  }
  rmSync(scratch, { force: true });
  return undefined;
}

function copyIn(source: string, scratch: string, control: JobControl): WholeRead {
  const handle = openSync(scratch, "wx", 0o444);
  try {
    const writer = new SparseWriter(handle);
    return readWhole(source, control, {
      start: () => writer.restart(),
      piece: (bytes) => writer.write(bytes),
    });
  } finally {
    closeSync(handle);
  }
}
