import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { systemCode } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import { ioError } from "../files/io-error.js";

/** Where a cache keeps what. All absolute; can be sent to worker threads. */
export interface CacheLayout {
  readonly root: string;
  readonly quarantine: string;
  /** Folders are 2775 and objects readable by all, whatever the umask. */
  readonly group: boolean;
}

export function objectsDir(layout: CacheLayout): string {
  return join(layout.root, "objects", "sha256");
}

export function objectPath(layout: CacheLayout, sha256: Sha256): string {
  return join(layout.root, "objects", "sha256", sha256.slice(0, 2), sha256.slice(2));
}

/** Makes a folder of the cache, or the quarantine, and those above it. */
export function makeCacheDir(layout: CacheLayout, dir: string): void {
  if (!layout.group) {
    mkdirSync(dir, { recursive: true });
    return;
  }
  if (lstatSync(dir, { throwIfNoEntry: false }) !== undefined) return;
  if (dir !== layout.root) makeCacheDir(layout, dirname(dir));
  else mkdirSync(dirname(dir), { recursive: true });
  try {
    mkdirSync(dir);
    chmodSync(dir, 0o2775);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  }
}

/** Makes a complete file on the cache's file system an object, read-only. What is there under its name is replaced. */
export function moveIntoPlace(layout: CacheLayout, temp: string, sha256: Sha256): void {
  const object = objectPath(layout, sha256);
  if (layout.group) chmodSync(temp, 0o444);
  try {
    renameSync(temp, object);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") {
      makeCacheDir(layout, dirname(object));
      renameSync(temp, object);
    } else if (process.platform === "win32" && (code === "EPERM" || code === "EACCES") && isFile(object)) {
      // Windows refuses to replace an object that another process reads: the same bytes are there already.
      rmSync(temp, { force: true });
    } else {
      throw error;
    }
  }
}

function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * Moves what stands under an object's name to the quarantine folder.
 * @returns where it is now; undefined if another process moved it first.
 * @throws {MlxError} MLX_PERMISSION, MLX_DISK_FULL, MLX_IO.
 */
export function quarantineObject(layout: CacheLayout, sha256: Sha256): string | undefined {
  const object = objectPath(layout, sha256);
  try {
    makeCacheDir(layout, layout.quarantine);
    const place = freePlace(join(layout.quarantine, sha256));
    try {
      renameSync(object, place);
    } catch (error) {
      if (systemCode(error) !== "EXDEV") throw error;
      moveAcross(object, place);
    }
    return place;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw ioError(error, `cannot move the damaged object ${object} to ${layout.quarantine}`);
  }
}

function freePlace(wanted: string): string {
  for (let number = 0; ; number++) {
    const place = number === 0 ? wanted : `${wanted}.${number}`;
    if (lstatSync(place, { throwIfNoEntry: false }) === undefined) return place;
  }
}

function moveAcross(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_EXCL);
  const handle = openSync(to, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  rmSync(from, { force: true });
}
