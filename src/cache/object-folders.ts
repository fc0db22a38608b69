import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../core/errors.js";
import { isSha256, type Sha256 } from "../core/sha256.js";
import { cacheError } from "./check-object.js";
import { type CacheLayout, objectPath, objectsDir } from "./layout.js";
import type { CachedObject } from "./object-cache.js";

/** Every object of the cache, in no order. What is not named like an object is passed over. */
export function listObjects(layout: CacheLayout): CachedObject[] {
  const objects: CachedObject[] = [];
  const top = objectsDir(layout);
  for (const prefix of namesIn(layout, top)) {
    if (prefix.length !== 2) continue;
    for (const rest of namesIn(layout, join(top, prefix))) {
      const sha256 = prefix + rest;
      if (!isSha256(sha256)) continue;
      const stats = lstatSync(join(top, prefix, rest), { throwIfNoEntry: false });
      if (stats !== undefined) objects.push({ sha256, size: stats.size, modifiedAt: stats.mtimeMs });
    }
  }
  return objects;
}

/** Removes objects; absent ones are no error. @returns the bytes freed. */
export function removeObjects(layout: CacheLayout, digests: Iterable<Sha256>): number {
  let freed = 0;
  for (const sha256 of digests) {
    const path = objectPath(layout, sha256);
    try {
      const stats = lstatSync(path, { throwIfNoEntry: false });
      if (stats === undefined) continue;
      rmSync(path, { force: true, recursive: true });
      freed += stats.size;
    } catch (error) {
      throw cacheError(error, layout, `cannot remove ${path}`);
    }
  }
  return freed;
}

function namesIn(layout: CacheLayout, folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return [];
    throw cacheError(error, layout, `cannot list ${folder}`);
  }
}
