import { cpSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import type { Obstacle } from "../../../runs/reproducible.js";
import type { PathDigest } from "../../../runs/types.js";
import { ensureFolder } from "../../../workspace/folders.js";
import type { DataSession } from "../../data/session.js";
import { digestPaths } from "./digest-paths.js";

export interface FilesToBring {
  /** Of the worktree in which the run is repeated. */
  readonly session: DataSession;
  /** Of worktrees that may have what git and mlx do not version. */
  readonly origins: readonly DataSession[];
  /** What to call them: `input`, `parameter file`, `lock file`. */
  readonly what: string;
  readonly recorded: readonly PathDigest[];
}

/**
 * Sees that files are as the run had them. One that is neither in git nor tracked by mlx, and so is not in the new
 * worktree, is copied from another worktree or from the cache where the same content is.
 * @returns the paths that were copied, and those that are not to be had.
 */
export async function bringFiles(
  options: FilesToBring,
): Promise<{ readonly copied: readonly string[]; readonly obstacles: readonly Obstacle[] }> {
  const { session, recorded } = options;
  const found = await digestPaths(
    session,
    recorded.map(({ path }) => path),
  );
  const copied: string[] = [];
  const obstacles: Obstacle[] = [];
  for (const [index, wanted] of recorded.entries()) {
    const here = found[index];
    if (here?.sha256 === wanted.sha256) continue;
    if (here?.sha256 !== undefined || isAbsolute(wanted.path)) {
      const state = here?.sha256 === undefined ? "is not there" : "has other content than then";
      obstacles.push(notToBeHad(options, wanted, state));
    } else if (await bringOne(options, wanted)) copied.push(wanted.path);
    else obstacles.push(notToBeHad(options, wanted, "is neither in git nor tracked, and not as it was"));
  }
  return { copied, obstacles };
}

async function bringOne(options: FilesToBring, { path, sha256, size, kind }: PathDigest): Promise<boolean> {
  if (sha256 === undefined) return false;
  const { root } = options.session.workspace;
  const target = join(root, path);
  for (const origin of options.origins) {
    const [there] = await digestPaths(origin, [path]);
    if (there?.sha256 !== sha256) continue;
    ensureFolder(dirname(target));
    cpSync(join(origin.workspace.root, path), target, { recursive: true, preserveTimestamps: true });
    return true;
  }
  const { cache } = options.session;
  if (kind === "directory" || size === undefined || !cache.has(sha256, size)) return false;
  const [result] = await cache.linkOut([{ sha256, size, mode: "644", target }], { within: root });
  return result?.ok === true;
}

function notToBeHad({ what }: FilesToBring, { path, sha256 }: PathDigest, state: string): Obstacle {
  const then = sha256 === undefined ? "there was none then" : `sha256 ${sha256.slice(0, 12)}…`;
  return {
    reason: `the ${what} ${path} ${state} (${then})`,
    hint: "put it back as it was; what runs read is kept for good by: mlx data add PATH",
  };
}
