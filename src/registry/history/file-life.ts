import type { CommitChange, HistoryCommit } from "./commit-change.js";

/** What a history knows of a file that is not there. */
export interface FileLife {
  readonly path: string;
  /** Every content that it had, the oldest first, with the commit that brought it. */
  readonly contents: readonly { readonly commit: HistoryCommit; readonly blob: string }[];
  /** The commit that took it away; absent where the commit that is checked out has it, and the working tree alone lacks it. */
  readonly taken?: HistoryCommit;
}

/**
 * Follows files that are gone through a history.
 * @param changes those of parents before those of their children. @param committed files of the commit that is checked out.
 */
export function livesOf(
  changes: readonly CommitChange[],
  gone: readonly string[],
  committed: ReadonlySet<string>,
): FileLife[] {
  const byPath = new Map<string, CommitChange[]>(gone.map((path) => [path, []]));
  for (const change of changes) byPath.get(change.path)?.push(change);
  return gone.flatMap((path) => {
    const own = byPath.get(path) ?? [];
    const contents = own.flatMap(({ commit, blob }) => (blob === undefined ? [] : [{ commit, blob }]));
    if (contents.length === 0) return [];
    const taken = committed.has(path) ? undefined : takenBy(own);
    return [{ path, contents, ...(taken && { taken }) }];
  });
}

/**
 * A merge lacks what one of its parents had also where a commit of the other side had deleted it: that one is meant. Of merges
 * that dropped a file by themselves the first one counts; those that follow only pass it on.
 */
function takenBy(own: readonly CommitChange[]): HistoryCommit | undefined {
  const lastAdded = own.findLastIndex(({ added, commit }) => added && !commit.merge);
  const isDeletion = ({ blob }: CommitChange) => blob === undefined;
  const since = own.slice(lastAdded + 1).filter(isDeletion);
  const deletions = since.length > 0 ? since : own.filter(isDeletion);
  return (deletions.findLast(({ commit }) => !commit.merge) ?? deletions[0])?.commit;
}

/** The commit that brought each file into a history. */
export function firstAdditions(changes: readonly CommitChange[]): ReadonlyMap<string, HistoryCommit> {
  const first = new Map<string, HistoryCommit>();
  for (const { path, added, commit } of changes) if (added && !first.has(path)) first.set(path, commit);
  return first;
}
