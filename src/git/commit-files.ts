import type { Git } from "./git.js";
import { trackedByGit } from "./tracked-files.js";

/** What stands in the way of a commit of some files alone. */
const pending = [
  ["MERGE_HEAD", "a merge"],
  ["CHERRY_PICK_HEAD", "a cherry-pick"],
  ["REVERT_HEAD", "a revert"],
  ["REBASE_HEAD", "a rebase"],
] as const;

/** What is under way that git lets nobody commit a part in, or that would take the commit for one of its own; undefined where nothing is. */
export async function unfinishedOperation(git: Git): Promise<string | undefined> {
  for (const [ref, what] of pending) {
    const { code } = await git.run(["rev-parse", "--quiet", "--verify", ref], { allow: [1, 128] });
    if (code === 0) return what;
  }
  return undefined;
}

/**
 * Commits these files and nothing else: what else is staged stays staged.
 * @param paths from the repository's top; those that are gone are committed as removed, if git knew them.
 * @returns the commit. @throws {MlxError} `MLX_GIT_FAILED`, as when a hook refuses.
 */
export async function commitFiles(
  git: Git,
  { written, removed }: { readonly written: readonly string[]; readonly removed: readonly string[] },
  message: string,
): Promise<string> {
  const known = removed.length === 0 ? [] : await trackedByGit(git, removed);
  const paths = [...written, ...known];
  await git.run(["--literal-pathspecs", "add", "--all", "--", ...paths]);
  await git.run(["--literal-pathspecs", "commit", "--quiet", "--only", "--file", "-", "--", ...paths], {
    input: message,
  });
  return git.text(["rev-parse", "HEAD"]);
}

/** Those of `paths` (files or folders, from the repository's top) with changes that no commit has. */
export async function uncommitted(git: Git, paths: readonly string[]): Promise<readonly string[]> {
  const items = await git.list([
    ...["--literal-pathspecs", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--"],
    ...paths,
  ]);
  return items.map((item) => item.slice(3));
}

/** Whether a file (from the repository's top) that the present commit has is another one now, or gone. */
export async function changedSinceHead(git: Git, path: string): Promise<boolean> {
  const known = await git.run(["cat-file", "-e", `HEAD:${path}`], { allow: [1, 128] });
  if (known.code !== 0) return false;
  const { code } = await git.run(["--literal-pathspecs", "diff", "--quiet", "HEAD", "--", path], {
    allow: [1],
  });
  return code === 1;
}
