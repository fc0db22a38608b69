import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../../../core/errors.js";
import { identityName, isAlive, ownIdentity, parseIdentity } from "../../../files/process-identity.js";
import type { Git } from "../../../git/git.js";
import { forgetWorktree } from "../../../git/worktree.js";
import { ensureFolder } from "../../../workspace/folders.js";

const noteName = "worktree";
let counter = 0;

/**
 * A new folder of this process below `base`, with a note of the worktree that is about to be made, so that whoever comes
 * after a killed process can clear both away.
 * @param worktreeIn where the worktree will be, given that folder.
 */
export function claimFolder(base: string, worktreeIn: (folder: string) => string) {
  const folder = join(base, `${identityName(ownIdentity())}-${counter++}`);
  const worktree = worktreeIn(folder);
  ensureFolder(folder);
  writeFileSync(join(folder, noteName), worktree);
  return { folder, worktree };
}

/** Removes a claimed folder and its worktree. */
export async function releaseFolder(git: Git, folder: string): Promise<void> {
  const worktree = noteIn(folder);
  if (worktree !== undefined) await forgetWorktree(git, worktree);
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Removes what processes that were killed left below `base`. */
export async function clearLeftovers(git: Git, base: string): Promise<void> {
  for (const name of namesIn(base)) {
    const owner = parseIdentity(name);
    if (owner !== undefined && isAlive(owner) === false) await releaseFolder(git, join(base, name));
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}

function noteIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, noteName), "utf8");
  } catch {
    return undefined; // killed before it was written: then there is no worktree
  }
}
