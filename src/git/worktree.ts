import type { Git } from "./git.js";

/**
 * Variables with which a hook, or a person, points git at one repository, index or worktree. Whatever works in another
 * worktree must not inherit them.
 */
const repositoryVariables: ReadonlySet<string> = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
]);

/** An environment in which git looks for the repository from the folder that it runs in. */
export function withoutRepositoryVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !repositoryVariables.has(name)));
}

/** Whether this clone has a commit. */
export async function hasCommit(git: Git, commit: string): Promise<boolean> {
  const { code } = await git.run(["cat-file", "-e", `${commit}^{commit}`], { allow: [1, 128] });
  return code === 0;
}

/**
 * Checks a commit out into a new folder, detached: no branch moves, and no hook of the repository runs.
 * @param folder absolute; absent or empty.
 */
export async function addWorktree(git: Git, folder: string, commit: string): Promise<void> {
  await git.run([
    ...["-c", "core.hooksPath=/dev/null"],
    ...["worktree", "add", "--detach", "--quiet", "--", folder, commit],
  ]);
}

/** Removes a worktree with whatever is in it, and git's note of it, also if the folder itself is gone already. */
export async function forgetWorktree(git: Git, folder: string): Promise<void> {
  // 128: git knows of no such worktree, since it was ended before it had made it.
  await git.run(["worktree", "remove", "--force", "--force", "--", folder], { allow: [128] });
}
