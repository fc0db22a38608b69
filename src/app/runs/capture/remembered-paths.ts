import { existsSync } from "node:fs";
import type { StatCache } from "../../../workspace/stat-cache.js";

/** So many inputs and outputs that are not tracked are remembered, the latest ones. */
const most = 64;
/** No path has a NUL: these records never meet those of tracked data. */
const mark = "\0run";

/** Under which name the stat cache keeps what it knows of an input or output. @param real absolute, without links. */
export function rememberedAs(real: string): string {
  return `${real}${mark}`;
}

/** Drops records of paths that are gone, and the oldest of too many. */
export function forgetOldPaths(statCache: StatCache): void {
  const names = statCache.targets().filter((name) => name.endsWith(mark));
  const there = names.filter((name) => existsSync(name.slice(0, -mark.length)));
  const kept = new Set(there.slice(-most));
  for (const name of names) if (!kept.has(name)) statCache.delete(name);
}
