import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { MlxError } from "../../../core/errors.js";
import type { Workspace } from "../../../workspace/discover.js";
import { toRepoPath } from "../../../workspace/repo-path.js";

/** An input or output as the person named it. */
export interface DeclaredPath {
  readonly typed: string;
  /** From the repository's top with `/`, or absolute outside of it. */
  readonly path: string;
  readonly absolute: string;
  readonly inside: boolean;
}

/** @throws {MlxError} exit 2 for the repository itself, a folder around it, and what lies in `.git` or `.mlx`. */
export function declaredPath(workspace: Workspace, cwd: string, typed: string): DeclaredPath {
  const absolute = resolve(realpathSync(cwd), typed);
  const path = repoPath(workspace.root, cwd, typed, absolute);
  const holdsAll = path === undefined && !relative(absolute, workspace.root).startsWith("..");
  if (path === "." || holdsAll) {
    const what = holdsAll ? "holds the whole repository" : "is the repository itself";
    throw new MlxError("MLX_WHOLE_REPOSITORY", `${typed} ${what}`, {
      hint: "name the files or folders that the command reads or writes; code is recorded without being named",
      exitCode: 2,
    });
  }
  return { typed, absolute, path: path ?? absolute.split(sep).join("/"), inside: path !== undefined };
}

function repoPath(root: string, cwd: string, typed: string, absolute: string): string | undefined {
  try {
    return toRepoPath(root, cwd, typed);
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    if (error.code === "MLX_OUTSIDE_REPOSITORY") return undefined;
    // What a link leads to can be digested; only tracking it would not do.
    if (error.code === "MLX_THROUGH_SYMLINK") return relative(root, absolute).split(sep).join("/");
    throw error;
  }
}
