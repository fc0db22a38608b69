import { realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { MlxError } from "../core/errors.js";
import { isInside } from "../files/is-inside.js";
import { realPath } from "../files/real-path.js";
import { statsAt } from "../files/stats-at.js";

/**
 * A path as the user typed it, as a path from the repository's top with `/` between its parts; `.` is the top itself.
 * @throws {MlxError} exit 2 if it lies outside the repository, inside `.git` or `.mlx`, or beyond a symbolic link.
 */
export function toRepoPath(root: string, cwd: string, typed: string): string {
  const inside = insideOf(root, resolve(realpathSync(cwd), typed));
  if (inside === "") return ".";
  if (inside === undefined) {
    throw new MlxError("MLX_OUTSIDE_REPOSITORY", `${typed} lies outside the repository ${root}`, {
      hint: "mlx tracks files of its repository alone: copy or move the data into it",
      exitCode: 2,
    });
  }
  const parts = inside.split(sep);
  refuseInternal(parts, typed);
  refuseSymlinkParents(root, parts, typed);
  return parts.join("/");
}

/** The way from the top to an absolute path; `undefined` if it lies outside, by whatever name the top is reached. */
function insideOf(root: string, path: string): string | undefined {
  if (isInside(root, path)) return relative(root, path);
  for (let above = path; above !== dirname(above); above = dirname(above)) {
    if (realPath(above) === root) return relative(above, path);
  }
  return undefined;
}

/** A path from the repository's top as the user would type it in `cwd`. */
export function typedPath(root: string, cwd: string, path: string): string {
  return relative(realpathSync(cwd), join(root, path)).split(sep).join("/") || ".";
}

function refuseInternal(parts: readonly string[], typed: string): void {
  const folder = parts[0] === ".mlx" ? ".mlx" : parts.find((part) => part.toLowerCase() === ".git");
  if (folder === undefined) return;
  const owner = folder === ".mlx" ? "mlx's own files" : "git's own files";
  throw new MlxError("MLX_INTERNAL_PATH", `${typed} lies inside ${folder}, which holds ${owner}`, {
    hint: "name a path of your project instead",
    exitCode: 2,
  });
}

/** The first part of a path's folders that is a symbolic link, from the repository's top; `undefined` if none is. */
export function symlinkParent(root: string, parts: readonly string[]): string | undefined {
  for (let depth = 1; depth < parts.length; depth++) {
    const folder = parts.slice(0, depth);
    const stat = statsAt(join(root, ...folder));
    if (stat === undefined) return undefined;
    if (stat.isSymbolicLink()) return folder.join("/");
  }
  return undefined;
}

/** @throws {MlxError} `MLX_THROUGH_SYMLINK`, exit 2, if a folder on the way from the repository's top is a link. */
export function refuseSymlinkParents(root: string, parts: readonly string[], typed: string): void {
  const link = symlinkParent(root, parts);
  if (link === undefined) return;
  throw new MlxError("MLX_THROUGH_SYMLINK", `${typed} lies beyond ${link}, which is a symbolic link`, {
    hint: "name the real path, or replace the link with a folder: git and mlx do not track what is behind a link",
    exitCode: 2,
  });
}
