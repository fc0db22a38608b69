import { compareBytes } from "../core/byte-order.js";
import { groupBy } from "../core/group-by.js";
import type { Sha256 } from "../core/sha256.js";
import { compareListings } from "./changes.js";
import type { FileContent, FileEntry } from "./types.js";

export interface ModifiedEntry {
  readonly path: string;
  /** Where only the mode differs, the digests are equal. */
  readonly before: FileContent;
  readonly after: FileContent;
}

/** The same bytes under another path; the mode may differ. */
export interface RenamedEntry {
  readonly from: string;
  readonly to: string;
  readonly before: FileContent;
  readonly after: FileContent;
}

/** What became of the files of one listing in another; each list is in byte order (renames by their new path). */
export interface EntriesDiff {
  readonly added: readonly FileEntry[];
  readonly modified: readonly ModifiedEntry[];
  readonly deleted: readonly FileEntry[];
  readonly renamed: readonly RenamedEntry[];
}

/**
 * Compares two listings in one pass: files of a directory, or the tracked files of a repository. A file that is gone
 * and one that is new are a rename if their bytes are the same; where there is a choice, those with the same file name
 * pair first, the others in byte order. Empty files, which are all alike, are never renames.
 * @param before byte-sorted by path; @param after likewise.
 */
export function diffEntries(before: readonly FileEntry[], after: readonly FileEntry[]): EntriesDiff {
  const added: FileEntry[] = [];
  const deleted: FileEntry[] = [];
  const modified: ModifiedEntry[] = [];
  for (const { path, wanted, actual } of compareListings(before, after)) {
    if (wanted && actual) modified.push({ path, before: contentOf(wanted), after: contentOf(actual) });
    else if (actual) added.push({ path, ...contentOf(actual) });
    else if (wanted) deleted.push({ path, ...contentOf(wanted) });
  }
  const renamed = pairRenames(deleted, added);
  if (renamed.length === 0) return { added, modified, deleted, renamed };
  const from = new Set(renamed.map((rename) => rename.from));
  const to = new Set(renamed.map((rename) => rename.to));
  return {
    added: added.filter(({ path }) => !to.has(path)),
    modified,
    deleted: deleted.filter(({ path }) => !from.has(path)),
    renamed,
  };
}

function pairRenames(deleted: readonly FileEntry[], added: readonly FileEntry[]): RenamedEntry[] {
  const sources = groupByContent(deleted);
  const renamed: RenamedEntry[] = [];
  for (const [sha256, targets] of groupByContent(added)) {
    const rest = new Set(sources.get(sha256));
    if (rest.size === 0) continue;
    const byName = new Map([...rest].reverse().map((entry) => [nameOf(entry.path), entry]));
    const unpaired = targets.filter((target) => {
      const source = byName.get(nameOf(target.path));
      if (source === undefined || !rest.delete(source)) return true;
      renamed.push(renameOf(source, target));
      return false;
    });
    for (const [index, source] of [...rest].entries()) {
      const target = unpaired[index];
      if (target === undefined) break;
      renamed.push(renameOf(source, target));
    }
  }
  return renamed.sort((a, b) => compareBytes(a.to, b.to));
}

/** Empty files are alike and have nothing to do with each other. */
function groupByContent(entries: readonly FileEntry[]): Map<Sha256, FileEntry[]> {
  return groupBy(
    entries.filter(({ size }) => size > 0),
    ({ sha256 }) => sha256,
  );
}

function renameOf(before: FileEntry, after: FileEntry): RenamedEntry {
  return { from: before.path, to: after.path, before: contentOf(before), after: contentOf(after) };
}

function contentOf({ sha256, size, mode }: FileContent): FileContent {
  return { sha256, size, mode };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
