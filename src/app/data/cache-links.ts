import { readlinkSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { ObjectCache } from "../../cache/object-cache.js";
import { isSha256, type Sha256 } from "../../core/sha256.js";

/** The object that the symbolic link at `path` leads to; `undefined` if it does not lead into the cache. */
export function linkedObject(cache: ObjectCache, path: string): Sha256 | undefined {
  const target = resolve(dirname(path), readlinkSync(path));
  const inside = relative(join(cache.root, "objects", "sha256"), target).split(sep);
  const digest = inside.length === 2 ? inside.join("") : "";
  return isSha256(digest) && inside[0]?.length === 2 ? digest : undefined;
}
