import { sortEntries } from "../../data/entry-list.js";
import { isWithin, type Selection, type Target } from "../../data/target.js";
import type { FileEntry } from "../../data/types.js";
import { requireValid } from "../../workspace/pointer-files.js";
import { inspectTarget } from "./inspect.js";
import { cachedManifests, entriesOf } from "./listing.js";
import { type DataSession, workingPointers } from "./session.js";
import { pointersOfCommits } from "./sources.js";

/** Every tracked file of a commit as its pointers say, by path from the repository's top, byte-sorted. */
export async function committedFiles(session: DataSession, commit: string): Promise<readonly FileEntry[]> {
  const targets = requireValid(await pointersOfCommits(session, [commit]));
  return filesOf(
    session,
    targets.map((target) => ({ target })),
  );
}

/**
 * Every tracked file as it is on disk now; what is not checked out at all counts as its pointer says.
 * @param paths limit the work to targets that have to do with them; all for none.
 */
export async function workingFiles(
  session: DataSession,
  paths: readonly string[] = [],
): Promise<{ readonly files: readonly FileEntry[]; readonly absent: readonly string[] }> {
  const targets = requireValid(await workingPointers(session));
  const files: FileEntry[] = [];
  const absent: string[] = [];
  const concerned = (target: Target) =>
    paths.length === 0 || paths.some((path) => isWithin(target.path, path) || isWithin(path, target.path));
  for (const target of targets.filter(concerned)) {
    const state = await inspectTarget(session, { target });
    if (state.found === "absent") {
      absent.push(target.path);
      for (const file of await filesOf(session, [{ target }])) files.push(file);
      continue;
    }
    const changes = new Map(state.changes.map((change) => [change.path, change]));
    for (const entry of await entriesOf(target.pointer, cachedManifests(session.cache))) {
      if (!changes.has(entry.path)) files.push(placed(target.path, entry));
    }
    for (const { path, actual } of state.changes)
      if (actual) files.push(placed(target.path, { path, ...actual }));
  }
  session.statCache.save();
  return { files: sortEntries(files), absent };
}

async function filesOf(
  session: DataSession,
  selections: readonly Selection[],
): Promise<readonly FileEntry[]> {
  const files: FileEntry[] = [];
  for (const { target } of selections) {
    const entries = await entriesOf(target.pointer, cachedManifests(session.cache));
    for (const entry of entries) files.push(placed(target.path, entry));
  }
  return sortEntries(files);
}

function placed(target: string, entry: FileEntry): FileEntry {
  const { path, sha256, size, mode } = entry;
  return { path: path === "" ? target : `${target}/${path}`, sha256, size, mode };
}
