import type { Git } from "./git.js";

/** A path of the working tree that is not as the commit has it. */
export interface ChangedPath {
  /** From the repository's top. */
  readonly path: string;
  /** Index against commit, or working tree against index. `none` for untracked paths, where there is no index. */
  readonly index: ChangeKind;
  readonly worktree: ChangeKind;
  /** An untracked path that is a folder: a repository of its own, which git does not look into. */
  readonly nested: boolean;
  /** What git says of a submodule; absent for anything else. */
  readonly submodule?: { readonly commit: boolean; readonly content: boolean };
}

export type ChangeKind = "none" | "modified" | "added" | "deleted" | "unmerged" | "untracked";

export interface WorkingStatus {
  /** Absent before the first commit. */
  readonly commit?: string;
  /** Absent on a detached HEAD. */
  readonly branch?: string;
  readonly changes: readonly ChangedPath[];
}

/** Commit, branch and every changed or untracked path that is not ignored, in one call. */
export async function workingStatus(git: Git): Promise<WorkingStatus> {
  const options = ["--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--no-renames"];
  const { stdout } = await git.run(["status", ...options, "--no-ahead-behind"]);
  return parseStatus(stdout.toString("utf8"));
}

/** Reads `git status --porcelain=v2 --branch -z --no-renames`; see git-status(1), "Porcelain Format Version 2". */
export function parseStatus(text: string): WorkingStatus {
  let commit: string | undefined;
  let branch: string | undefined;
  const changes: ChangedPath[] = [];
  for (const item of text.split("\0")) {
    if (item.startsWith("# branch.oid ")) commit = item.slice("# branch.oid ".length);
    else if (item.startsWith("# branch.head ")) branch = item.slice("# branch.head ".length);
    else {
      const change = parseChange(item);
      if (change) changes.push(change);
    }
  }
  return {
    ...(commit !== undefined && commit !== "(initial)" && { commit }),
    ...(branch !== undefined && branch !== "(detached)" && { branch }),
    changes,
  };
}

/** `1 XY sub mH mI mW hH hI path`, `u XY sub m1 m2 m3 mW h1 h2 h3 path`, `? path`. */
const ordinary = /^1 (.)(.) (N\.\.\.|S...) (?:\S+ ){5}([\s\S]+)$/;
const unmerged = /^u .. (?:N\.\.\.|S...) (?:\S+ ){7}([\s\S]+)$/;

function parseChange(item: string): ChangedPath | undefined {
  if (item.startsWith("? ")) {
    const path = item.slice(2);
    const nested = path.endsWith("/");
    return { path: nested ? path.slice(0, -1) : path, index: "none", worktree: "untracked", nested };
  }
  const conflict = unmerged.exec(item)?.[1];
  if (conflict !== undefined)
    return { path: conflict, index: "unmerged", worktree: "unmerged", nested: false };
  const [, index = "", worktree = "", sub = "", path] = ordinary.exec(item) ?? [];
  if (path === undefined) return undefined;
  const submodule = { commit: sub[1] === "C", content: sub[2] === "M" || sub[3] === "U" };
  return {
    path,
    index: kinds[index] ?? "modified",
    worktree: kinds[worktree] ?? "modified",
    nested: false,
    ...(sub.startsWith("S") && { submodule }),
  };
}

const kinds: Readonly<Record<string, ChangeKind>> = { ".": "none", A: "added", D: "deleted" };
