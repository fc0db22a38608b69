import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { MlxError, systemCode } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import { ioError, isDenied } from "../files/io-error.js";
import type { JobControl } from "../files/job.js";
import type { UnreadFile } from "../files/read-result.js";
import { readWhole } from "../files/read-whole.js";
import { statsAt } from "../files/stats-at.js";
import { type CacheLayout, objectPath, quarantineObject } from "./layout.js";

/** What a look at an object's bytes found. `corrupt`: it was damaged, and is in quarantine now. */
export type ObjectState =
  | { readonly state: "intact" | "missing" | "corrupt" }
  | { readonly state: "unreadable"; readonly fault: UnreadFile };

/** Reads an object whole and compares it with its name; a damaged one goes to quarantine. */
export function checkObject(layout: CacheLayout, sha256: Sha256, control: JobControl): ObjectState {
  const read = readWhole(objectPath(layout, sha256), control);
  if (read.ok && read.sha256 === sha256) return { state: "intact" };
  return faultyObject(layout, sha256, read.ok ? undefined : read);
}

/** What to make of an object that read as other bytes (`fault` undefined) or not at all. */
export function faultyObject(
  layout: CacheLayout,
  sha256: Sha256,
  fault: UnreadFile | undefined,
): ObjectState {
  if (fault?.reason === "vanished") return { state: "missing" };
  if (fault !== undefined && fault.reason !== "not-a-file") return { state: "unreadable", fault };
  quarantineObject(layout, sha256);
  return { state: "corrupt" };
}

/** Whether the cache holds exactly these bytes under their name; other bytes found there go to quarantine. */
export function holdsBytes(layout: CacheLayout, sha256: Sha256, bytes: Uint8Array): boolean {
  const path = objectPath(layout, sha256);
  let handle: number;
  try {
    // Mostly there is none, and to find that out by an exception would cost several times as much.
    if (statsAt(path) === undefined) return false;
    handle = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT") return false;
    if (code !== "ELOOP" && code !== "ENXIO") throw cacheError(error, layout, `cannot read ${path}`);
    quarantineObject(layout, sha256);
    return false;
  }
  try {
    const stats = fstatSync(handle);
    if (stats.isFile() && stats.size === bytes.length) {
      const found = Buffer.allocUnsafe(bytes.length);
      if (
        bytes.length === 0 ||
        (readSync(handle, found, 0, found.length, 0) === found.length && found.equals(bytes))
      ) {
        return true;
      }
    }
  } catch (error) {
    throw cacheError(error, layout, `cannot read ${path}`);
  } finally {
    closeSync(handle);
  }
  quarantineObject(layout, sha256);
  return false;
}

/** The error for an object that is there and cannot be read. */
export function unreadableObject(layout: CacheLayout, sha256: Sha256, fault: UnreadFile): MlxError {
  const message = `cannot read ${objectPath(layout, sha256)}: ${fault.message}`;
  return isDenied(fault.system) ? deniedCache(message) : new MlxError("MLX_IO", message);
}

/** As `ioError`, with the advice that a cache calls for. */
export function cacheError(error: unknown, layout: CacheLayout, what: string): unknown {
  const worded = ioError(error, what);
  if (!(worded instanceof MlxError) || worded === error) return worded;
  if (worded.code === "MLX_PERMISSION") return deniedCache(worded.message, error);
  if (worded.code !== "MLX_DISK_FULL") return worded;
  return new MlxError("MLX_DISK_FULL", worded.message, {
    hint: `free some space on the disk of ${layout.root} and run the command again; nothing was lost`,
    cause: error,
  });
}

function deniedCache(message: string, cause?: unknown): MlxError {
  return new MlxError("MLX_PERMISSION", message, {
    hint: "ask its owner; a cache that several people share needs `cache.group: true` and a common group",
    exitCode: 4,
    cause,
  });
}
