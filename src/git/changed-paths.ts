import type { Git } from "./git.js";

/** A path that differs between two commits. */
export interface DiffedPath {
  readonly path: string;
  /** Lines; absent for what git takes for binary. */
  readonly added?: number;
  readonly removed?: number;
}

/** What differs between two commits, by path; undefined if git does not have one of them in this clone. */
export async function changedPaths(git: Git, from: string, to: string): Promise<DiffedPath[] | undefined> {
  const args = ["diff", "--numstat", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", from, to, "--"];
  const { code, stdout } = await git.run(args, { allow: [128] });
  if (code !== 0) return undefined;
  return stdout
    .toString("utf8")
    .split("\0")
    .flatMap((item) => {
      const [, added, removed, path] = /^(\d+|-)\t(\d+|-)\t([\s\S]+)$/.exec(item) ?? [];
      if (path === undefined) return [];
      return added === "-" ? [{ path }] : [{ path, added: Number(added), removed: Number(removed) }];
    });
}
