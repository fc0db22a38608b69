import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { MlxError } from "../../../core/errors.js";
import { shellQuote } from "../../../core/shell-quote.js";
import { Git } from "../../../git/git.js";
import { addWorktree, withoutRepositoryVariables } from "../../../git/worktree.js";
import { ensureStateDirs, type Workspace } from "../../../workspace/discover.js";
import type { App } from "../../app.js";
import { claimFolder, clearLeftovers, releaseFolder } from "./leftovers.js";

export interface WorktreeOptions {
  readonly commit: string;
  /** Names the folder. */
  readonly shortId: string;
  /** As typed; default a folder of mlx's own. */
  readonly to?: string;
  /** Leaves it there. */
  readonly keep: boolean;
}

/** A worktree in which a run is repeated. */
export interface ReproduceWorktree {
  /** Absolute. */
  readonly root: string;
  /** Removes it, unless it is to be kept. */
  release(): Promise<void>;
}

/** Where worktrees of reproductions are, unless the person says where. */
function reproduceFolder(workspace: Workspace): string {
  return join(workspace.sharedDir, "reproduce");
}

/**
 * Checks the commit out in a worktree of its own, after clearing away what a killed process left.
 * @throws {MlxError} `MLX_FOLDER_NOT_EMPTY`, exit 2.
 */
export async function makeWorktree(app: App, options: WorktreeOptions): Promise<ReproduceWorktree> {
  const workspace = await app.workspace();
  ensureStateDirs(workspace);
  const base = reproduceFolder(workspace);
  const env = { ...withoutRepositoryVariables(app.env), GIT_DIR: workspace.commonDir };
  // Without the signal: what is interrupted is cleared away all the same.
  const tidyGit = new Git(workspace.mainRoot, env);
  await clearLeftovers(tidyGit, base);
  const name = `reproduce-${options.shortId}`;
  const chosen = options.to === undefined ? undefined : resolve(app.cwd, options.to);
  const kept = chosen ?? join(base, name);
  // Before it is claimed: what is there now must never be cleared away as ours.
  if (options.keep || chosen !== undefined) requireFree(kept);
  const claim = options.keep ? undefined : claimFolder(base, (folder) => chosen ?? join(folder, name));
  const root = claim?.worktree ?? kept;
  const release = async () => {
    if (claim !== undefined) await releaseFolder(tidyGit, claim.folder);
  };
  try {
    await addWorktree(new Git(workspace.mainRoot, env, app.signal), root, options.commit);
  } catch (error) {
    await release();
    throw error;
  }
  return { root, release };
}

function requireFree(folder: string): void {
  if (!existsSync(folder) || isEmptyFolder(folder)) return;
  throw new MlxError("MLX_FOLDER_NOT_EMPTY", `${folder} exists and is not an empty folder`, {
    hint: `name another one with --to, or remove it: git worktree remove --force ${shellQuote(folder)}`,
    exitCode: 2,
  });
}

function isEmptyFolder(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0;
  } catch {
    return false;
  }
}
