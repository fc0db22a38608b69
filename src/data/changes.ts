import { compareBytes } from "../core/byte-order.js";
import type { FileContent, FileEntry } from "./types.js";

/** How one file on disk differs from what its pointer says. `path` is inside the directory; empty for a tracked file. */
export interface FileChange {
  readonly path: string;
  readonly kind: "added" | "modified" | "deleted";
  /** What the pointer says; absent when added. */
  readonly wanted?: FileContent;
  /** What is on disk; absent when deleted. */
  readonly actual?: FileContent;
}

export interface ChangeCounts {
  readonly added: number;
  readonly modified: number;
  readonly deleted: number;
}

function sameContent(a: FileContent, b: FileContent): boolean {
  return a.sha256 === b.sha256 && a.mode === b.mode;
}

/** Compares two listings, each byte-sorted by path, in one pass. */
export function compareListings(wanted: readonly FileEntry[], actual: readonly FileEntry[]): FileChange[] {
  const changes: FileChange[] = [];
  let w = 0;
  let a = 0;
  while (w < wanted.length || a < actual.length) {
    const want = wanted[w];
    const have = actual[a];
    const order = want === undefined ? 1 : have === undefined ? -1 : compareBytes(want.path, have.path);
    if (order < 0 && want) changes.push({ path: want.path, kind: "deleted", wanted: want });
    else if (order > 0 && have) changes.push({ path: have.path, kind: "added", actual: have });
    else if (want && have && !sameContent(want, have)) {
      changes.push({ path: want.path, kind: "modified", wanted: want, actual: have });
    }
    if (order <= 0) w++;
    if (order >= 0) a++;
  }
  return changes;
}

export function countChanges(changes: readonly FileChange[]): ChangeCounts {
  const counts = { added: 0, modified: 0, deleted: 0 };
  for (const change of changes) counts[change.kind]++;
  return counts;
}
