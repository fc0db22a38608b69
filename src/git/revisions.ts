import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { MlxError } from "../core/errors.js";
import type { Git } from "./git.js";

/** The commit that a revision names. @throws {MlxError} `MLX_UNKNOWN_REVISION`, exit 2. */
export async function resolveCommit(git: Git, revision: string): Promise<string> {
  const commit = await git.text(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`],
    {
      allow: [1, 128],
    },
  );
  if (commit === "") {
    throw new MlxError(
      "MLX_UNKNOWN_REVISION",
      `there is no revision ${JSON.stringify(revision)} in this repository`,
      {
        hint: "name a commit, a branch or a tag; git log --oneline and git branch --all list them",
        exitCode: 2,
      },
    );
  }
  return commit;
}

/** The commit checked out, or `undefined` before the first one. */
export async function headCommit(git: Git): Promise<string | undefined> {
  const commit = await git.text(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], { allow: [1, 128] });
  return commit === "" ? undefined : commit;
}

/**
 * Whether this is a repository that git can read and that has no commit yet. One whose `HEAD` names nothing while there are other
 * branches or tags, or references that git passes over as broken, is not.
 */
export async function isUnborn(git: Git): Promise<boolean> {
  const any = { allow: [1, 128] };
  const head = await git.run(["symbolic-ref", "--quiet", "HEAD"], any);
  if (head.code !== 0) return false;
  const refs = await git.run(["for-each-ref", "--count=1"], any);
  return refs.code === 0 && refs.stdout.length === 0 && !/^(warning|error): .*ref/m.test(refs.stderr);
}

/** The branch checked out, even before its first commit; `undefined` on a detached HEAD. */
export async function currentBranch(git: Git): Promise<string | undefined> {
  const branch = await git.text(["symbolic-ref", "--quiet", "--short", "HEAD"], { allow: [1, 128] });
  return branch === "" ? undefined : branch;
}

/** Branches, remote-tracking ones too, and tags, by the names that people use. */
export function branchAndTagNames(git: Git): Promise<string[]> {
  return git.lines(["for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags"]);
}

/** The commits at the tips of local and remote-tracking branches. */
export function branchTips(git: Git): Promise<string[]> {
  return tips(git, ["refs/heads", "refs/remotes"]);
}

/** The commits that tags name. */
export function tagTips(git: Git): Promise<string[]> {
  return tips(git, ["refs/tags"]);
}

async function tips(git: Git, patterns: readonly string[]): Promise<string[]> {
  const lines = await git.lines([
    "for-each-ref",
    "--format=%(objecttype) %(objectname) %(*objecttype) %(*objectname)",
    ...patterns,
  ]);
  const commits = lines.flatMap((line) => {
    const [type, id, peeledType, peeled] = line.split(" ");
    if (type === "commit" && id) return [id];
    return peeledType === "commit" && peeled ? [peeled] : [];
  });
  return [...new Set(commits)];
}

/** The commits that `git stash` keeps, with the index and the untracked files of each. */
export async function stashCommits(git: Git): Promise<string[]> {
  const lines = await git.lines(["log", "--walk-reflogs", "--format=%H %P", "refs/stash", "--"], {
    allow: [128],
  });
  return [...new Set(lines.flatMap((line) => line.split(" ").filter((id) => id !== "")))];
}

export interface Worktree {
  readonly path: string;
  /** Absent before the first commit and for a bare main worktree. */
  readonly head?: string;
  readonly bare: boolean;
  /** Its folder is gone or unreachable. */
  readonly prunable: boolean;
  /** Somebody asked git to keep it though its folder may be unreachable, such as on a drive that is not mounted. */
  readonly locked: boolean;
}

/** Every worktree of the repository, the main one first. */
export async function worktrees(git: Git): Promise<Worktree[]> {
  const text = await git.text(["worktree", "list", "--porcelain"]);
  return Promise.all(
    text.split("\n\n").map(async (block) => {
      const lines = block.split("\n");
      const value = (key: string) => lines.find((line) => line.startsWith(`${key} `))?.slice(key.length + 1);
      const head = value("HEAD");
      const bare = lines.includes("bare");
      const path = await topOf(git, value("worktree") ?? "", bare);
      return {
        path,
        bare,
        prunable: !existsSync(path),
        locked: lines.some((line) => /^locked( |$)/.test(line)),
        ...(head !== undefined && !/^0+$/.test(head) && { head }),
      };
    }),
  );
}

/** Of a submodule's main worktree git names the repository inside the one above; where its files are, that one knows. */
async function topOf(git: Git, path: string, bare: boolean): Promise<string> {
  if (bare || existsSync(join(path, ".git")) || !existsSync(join(path, "HEAD"))) return path;
  const top = await git.text([`--git-dir=${path}`, "config", "core.worktree"], { allow: [1] });
  return top === "" ? path : resolve(path, top);
}

/** What keeps this clone from knowing its whole history, if anything. */
export async function historyGap(git: Git, commonDir: string): Promise<"shallow" | "partial" | undefined> {
  if (existsSync(join(commonDir, "shallow"))) return "shallow";
  const filter = await git.lines(
    ["config", "--get-regexp", "^remote\\..*\\.(promisor|partialclonefilter)$"],
    {
      allow: [1],
    },
  );
  return filter.length > 0 ? "partial" : undefined;
}
