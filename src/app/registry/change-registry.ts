import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { FileTree } from "../../core/file-tree.js";
import { syncFolder, writeFileAtomic } from "../../files/atomic-write.js";
import { ioError } from "../../files/io-error.js";
import { acquireLock } from "../../files/lock.js";
import { readIfThere } from "../../files/read-if-there.js";
import { ensureStateDirs, requireWorktree } from "../../workspace/discover.js";
import { refuseSymlinkParents } from "../../workspace/repo-path.js";
import { writeWorktreeFile } from "../../workspace/worktree-file.js";
import type { App } from "../app.js";
import { registryWorktree } from "./registry-worktree.js";

/** One file to write or to remove; its path is from the repository's top. */
export type RegistryStep = { readonly write: string; readonly text: string } | { readonly remove: string };

/**
 * Changes the registry's files in the working tree, one process at a time. `decide` sees the files as they are once the lock
 * is held, refuses by throwing, and returns what to do; the steps are done in that order, each file whole or not at all. If
 * one fails, those before it are undone; if the process is killed, they stay, so the last step must be the one that counts.
 */
export async function changeRegistry(
  app: App,
  command: string,
  decide: (tree: FileTree) => Promise<readonly RegistryStep[]>,
): Promise<void> {
  const workspace = requireWorktree(await app.workspace());
  ensureStateDirs(workspace);
  const lock = await acquireLock(join(workspace.stateDir, "registry", "lock"), {
    command,
    signal: app.signal,
    onWait: ({ pid, command: other }) => app.ui.note(`waiting for mlx ${other} (process ${pid}) to finish …`),
  });
  try {
    const steps = await decide(registryWorktree(workspace.root));
    // What lies beyond a link is not read either: it would be written and not be there.
    for (const path of steps.map(pathOf)) refuseSymlinkParents(workspace.root, path.split("/"), path);
    applySteps(workspace.root, steps);
  } finally {
    lock.release();
  }
}

function pathOf(step: RegistryStep): string {
  return "write" in step ? step.write : step.remove;
}

function applySteps(root: string, steps: readonly RegistryStep[]): void {
  const done: { readonly path: string; readonly before: Buffer | undefined }[] = [];
  try {
    for (const step of steps) {
      const path = join(root, pathOf(step));
      done.push({ path, before: readIfThere(path) });
      if ("write" in step) writeWorktreeFile(root, path, step.text);
      else removeFile(path);
    }
  } catch (error) {
    for (const { path, before } of done.reverse()) restore(path, before);
    throw error;
  }
}

function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
    syncFolder(dirname(path));
  } catch (error) {
    throw ioError(error, `cannot remove ${path}`);
  }
}

/** What cannot be put back is what `registry verify` is for: the failure that led here is told, not this one. */
function restore(path: string, before: Buffer | undefined): void {
  try {
    if (before === undefined) rmSync(path, { force: true });
    else writeFileAtomic(path, before);
  } catch {
    return;
  }
}
