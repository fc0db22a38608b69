import { compareBytes } from "../core/byte-order.js";
import { FileAndFolderCheck } from "./entry-list.js";
import { caseCollisions } from "./portable-name.js";
import type { FileContent, FileEntry } from "./types.js";

/** A path on which two branches decided differently. */
export interface EntryConflict {
  readonly path: string;
  readonly reason:
    | "changed on both sides"
    | "changed on one side, deleted on the other"
    | "a file on one side, a folder on the other";
  /** What each side has there: nothing, the file, or the files of the folder. Modes that merge are merged. */
  readonly ours: readonly FileEntry[];
  readonly theirs: readonly FileEntry[];
}

export interface EntriesMerge {
  /** What both sides agree on, byte-sorted by path. */
  readonly entries: readonly FileEntry[];
  /** In byte order of their paths. */
  readonly conflicts: readonly EntryConflict[];
  /** Spellings that only this merge brings together and that some file systems take for one. A warning. */
  readonly caseCollisions: readonly (readonly string[])[];
}

/** One value that two sides agree on, or what each of them has. */
export type Settled<T> =
  | { readonly conflict: false; readonly value: T }
  | { readonly conflict: true; readonly ours: T; readonly theirs: T };

/** The three-way rule: whoever changed it decides; both, if they did the same. `same` defaults to identity. */
export function settle<T>(
  base: T,
  ours: T,
  theirs: T,
  same: (a: T, b: T) => boolean = Object.is,
): Settled<T> {
  if (same(ours, theirs) || same(base, theirs)) return { conflict: false, value: ours };
  if (same(base, ours)) return { conflict: false, value: theirs };
  return { conflict: true, ours, theirs };
}

/**
 * Merges the bytes and the mode of a file that both sides have, each for itself.
 * @param base absent if both sides added the file.
 */
export function settleContent(
  base: FileContent | undefined,
  ours: FileContent,
  theirs: FileContent,
): Settled<FileContent> {
  const bytes = settle(base, ours, theirs, sameBytes);
  const mode = settle(base?.mode, ours.mode, theirs.mode);
  const modeOf = (side: FileContent): FileContent["mode"] =>
    mode.conflict ? side.mode : (mode.value ?? side.mode);
  if (!bytes.conflict && !mode.conflict && bytes.value) {
    const { sha256, size } = bytes.value;
    return { conflict: false, value: { sha256, size, mode: modeOf(ours) } };
  }
  return {
    conflict: true,
    ours: { ...ours, mode: modeOf(ours) },
    theirs: { ...theirs, mode: modeOf(theirs) },
  };
}

function sameBytes(a: FileContent | undefined, b: FileContent | undefined): boolean {
  return a?.sha256 === b?.sha256 && a?.size === b?.size;
}

/**
 * Merges two listings that grew out of `base`, path by path. All three are byte-sorted by path.
 * @param base absent if both sides added the directory.
 */
export function mergeEntries(
  base: readonly FileEntry[] | undefined,
  ours: readonly FileEntry[],
  theirs: readonly FileEntry[],
): EntriesMerge {
  const entries: FileEntry[] = [];
  const conflicts: EntryConflict[] = [];
  for (const versions of eachPath(base ?? [], ours, theirs)) {
    const outcome = mergePath(versions);
    if (outcome === undefined) continue;
    if ("reason" in outcome) conflicts.push(outcome);
    else entries.push(outcome);
  }
  const separated = separateFoldersFromFiles(entries, conflicts, ours, theirs);
  return { ...separated, caseCollisions: newCollisions(entries, conflicts, ours, theirs) };
}

interface Versions {
  readonly base: FileEntry | undefined;
  readonly ours: FileEntry | undefined;
  readonly theirs: FileEntry | undefined;
}

/** Walks three sorted listings side by side. */
function* eachPath(
  ...lists: readonly [readonly FileEntry[], readonly FileEntry[], readonly FileEntry[]]
): Generator<Versions> {
  const [inBase, inOurs, inTheirs] = lists;
  let b = 0;
  let o = 0;
  let t = 0;
  for (;;) {
    const path = least(least(inBase[b]?.path, inOurs[o]?.path), inTheirs[t]?.path);
    if (path === undefined) return;
    const base = inBase[b]?.path === path ? inBase[b++] : undefined;
    const ours = inOurs[o]?.path === path ? inOurs[o++] : undefined;
    const theirs = inTheirs[t]?.path === path ? inTheirs[t++] : undefined;
    yield { base, ours, theirs };
  }
}

function least(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return compareBytes(a, b) <= 0 ? a : b;
}

/** `undefined` where the merged listing has nothing. */
function mergePath({ base, ours, theirs }: Versions): FileEntry | EntryConflict | undefined {
  if (ours && theirs) {
    const content = settleContent(base, ours, theirs);
    const { path } = ours;
    if (!content.conflict) return { path, ...content.value };
    const sides = { ours: [{ path, ...content.ours }], theirs: [{ path, ...content.theirs }] };
    return { path, reason: "changed on both sides", ...sides };
  }
  const left = ours ?? theirs;
  if (left === undefined || base === undefined) return left;
  if (sameBytes(base, left) && base.mode === left.mode) return undefined;
  const sides = { ours: ours ? [ours] : [], theirs: theirs ? [theirs] : [] };
  return { path: base.path, reason: "changed on one side, deleted on the other", ...sides };
}

/** Turns every path that would be a file and a folder at once into one conflict, with all that each side has there. */
function separateFoldersFromFiles(
  entries: readonly FileEntry[],
  conflicts: readonly EntryConflict[],
  ours: readonly FileEntry[],
  theirs: readonly FileEntry[],
): { entries: readonly FileEntry[]; conflicts: readonly EntryConflict[] } {
  const folders = new FileAndFolderCheck();
  const clashing = new Map<string, { ours: FileEntry[]; theirs: FileEntry[] }>();
  for (const path of pathsOf(entries, conflicts)) {
    const file = folders.next(path);
    if (file !== undefined) clashing.set(file, { ours: [], theirs: [] });
  }
  if (clashing.size === 0) return { entries, conflicts };
  const clashOf = (path: string): { ours: FileEntry[]; theirs: FileEntry[] } | undefined => {
    for (let end = path.indexOf("/"); end > 0; end = path.indexOf("/", end + 1)) {
      const clash = clashing.get(path.slice(0, end));
      if (clash) return clash;
    }
    return clashing.get(path);
  };
  for (const entry of ours) clashOf(entry.path)?.ours.push(entry);
  for (const entry of theirs) clashOf(entry.path)?.theirs.push(entry);
  const apart = [...clashing].map(([path, sides]): EntryConflict => {
    return { path, reason: "a file on one side, a folder on the other", ...sides };
  });
  return {
    entries: entries.filter(({ path }) => clashOf(path) === undefined),
    conflicts: [...conflicts.filter(({ path }) => clashOf(path) === undefined), ...apart].sort((a, b) =>
      compareBytes(a.path, b.path),
    ),
  };
}

/** Every path that may end up in the listing, in byte order. */
function pathsOf(entries: readonly FileEntry[], conflicts: readonly EntryConflict[]): string[] {
  const paths = entries.map(({ path }) => path);
  if (conflicts.length === 0) return paths;
  return [...paths, ...conflicts.map(({ path }) => path)].sort(compareBytes);
}

function newCollisions(
  entries: readonly FileEntry[],
  conflicts: readonly EntryConflict[],
  ours: readonly FileEntry[],
  theirs: readonly FileEntry[],
): string[][] {
  const merged = caseCollisions(pathsOf(entries, conflicts));
  if (merged.length === 0) return merged;
  const key = (group: readonly string[]): string => group.join("\0");
  const known = new Set(
    [ours, theirs].flatMap((side) => caseCollisions(side.map(({ path }) => path)).map(key)),
  );
  return merged.filter((group) => !known.has(key(group)));
}
