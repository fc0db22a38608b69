import { lastTime } from "../core/format-time.js";
import type { CommitChange, HistoryCommit } from "../registry/history/commit-change.js";
import type { Git } from "./git.js";

/** What no configuration may change: a log of trees alone, the first commit included. */
const plain = [
  "--root",
  "--no-renames",
  "--no-follow",
  "--no-show-signature",
  "--no-ext-diff",
  "-O/dev/null",
  "-z",
];

/**
 * Every path below some folders that any commit of a history added, merges that added one by themselves included. Reads commits
 * and trees, no files.
 * @param folders from the repository's top, where git has to run.
 */
export async function pathsEverAdded(
  git: Git,
  revision: string,
  folders: readonly string[],
): Promise<Set<string>> {
  const args = ["log", "-c", "--full-history", "--diff-filter=A", "--name-only", "--format=", ...plain];
  return new Set(await git.list(["--literal-pathspecs", ...args, revision, "--", ...folders]));
}

/** What each commit of a history did below some folders, parents before children; a merge against each of its parents. */
export async function changesBelow(
  git: Git,
  revisions: readonly string[],
  folders: readonly string[],
): Promise<CommitChange[]> {
  // One item a commit: a subject may be empty.
  const format = "--format=%x01%H %P%x01%ct%x01%an%x01%s";
  const items = await git.list([
    // What `-m` means can be configured.
    ...["-c", "log.diffMerges=separate", "--literal-pathspecs", "log", "-m", "--full-history"],
    ...["--topo-order", "--reverse", "--encoding=UTF-8"],
    ...["--raw", "--no-abbrev", format, ...plain, ...revisions, "--", ...folders],
  ]);
  const changes: CommitChange[] = [];
  let commit: HistoryCommit | undefined;
  for (let at = 0; at < items.length; at++) {
    const item = items[at]?.trimStart() ?? "";
    if (item.startsWith("\u0001")) {
      const read = readCommit(item, changes.length);
      // A merge is told of once for each parent that it differs from.
      if (commit?.id !== read.id) commit = read;
      continue;
    }
    const [, blob, status] = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) ([A-Z])/.exec(item) ?? [];
    const path = items[++at];
    if (commit === undefined || blob === undefined || path === undefined) continue;
    changes.push({ commit, path, added: status === "A", ...(!/^0+$/.test(blob) && { blob }) });
  }
  return changes;
}

function readCommit(item: string, order: number): HistoryCommit {
  const [, ids = "", time, author = "", ...subject] = item.split("\u0001");
  const [id = "", ...parents] = ids.trim().split(" ");
  const merge = parents.length > 1;
  // Git takes times that no date has.
  const moment = Math.min(Number(time) * 1000, lastTime);
  return { id, order, merge, time: moment, author, subject: subject.join("") };
}

/** The files of a commit below some folders. */
export async function filesBelow(git: Git, commit: string, folders: readonly string[]): Promise<Set<string>> {
  const below = folders.map((folder) => `${folder}/`);
  return new Set(
    await git.list(["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit, "--", ...below]),
  );
}

/** The files of the index below some folders that a sparse checkout leaves out of the working tree. */
export async function leftOutBelow(git: Git, folders: readonly string[]): Promise<Set<string>> {
  const items = await git.list([
    "--literal-pathspecs",
    "ls-files",
    "-t",
    "-z",
    "--full-name",
    "--",
    ...folders,
  ]);
  return new Set(items.flatMap((item) => (item.startsWith("S ") ? [item.slice(2)] : [])));
}

/** Whether a commit comes before another in history, or is it; false where this clone does not reach far enough to tell. */
export async function isAncestor(git: Git, commit: string, of: string): Promise<boolean> {
  const { code } = await git.run(["merge-base", "--is-ancestor", commit, of], { allow: [1, 128] });
  return code === 0;
}
