import { mkdirSync, realpathSync, renameSync, rmSync } from "node:fs";
import { dirname, isAbsolute, relative, sep } from "node:path";
import { systemCode } from "../core/errors.js";
import type { LinkType } from "../core/settings.js";
import { stampAt } from "../files/stamp.js";
import { statsAt } from "../files/stats-at.js";
import type { LinkResult, LinkTask } from "./link-result.js";

/** A target whose folder, followed through symbolic links, is not where it may be. */
export class OutsideFolder extends Error {}

/** Makes the folders of targets, once each, and sees that none leads out of the worktree. */
export class FolderMaker {
  readonly #known = new Set<string>();
  readonly #within: string | undefined;

  constructor(within: string | undefined) {
    this.#within = within === undefined ? undefined : realpathSync(within);
  }

  /** @throws {OutsideFolder}; system errors. */
  make(folder: string): void {
    if (this.#known.has(folder)) return;
    if (this.#within !== undefined) this.#checkInside(nearest(folder));
    mkdirSync(folder, { recursive: true });
    this.#known.add(folder);
  }

  #checkInside(folder: string): void {
    const way = relative(this.#within ?? folder, realpathSync(folder));
    if (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return;
    throw new OutsideFolder("a folder on the way is a symbolic link that leads out of the repository");
  }
}

/** The closest folder above, or at, `folder` that exists; a dangling link counts as one. */
function nearest(folder: string): string {
  if (statsAt(folder) !== undefined || folder === dirname(folder)) return folder;
  return nearest(dirname(folder));
}

/** Gives a finished temporary file its name. @throws system errors. */
export function putInPlace(temp: string, task: LinkTask, link: LinkType): LinkResult {
  try {
    renameSync(temp, task.target);
  } catch (error) {
    const code = systemCode(error);
    if (
      process.platform === "win32" &&
      (code === "EPERM" || code === "EACCES") &&
      stampAt(task.target)?.kind === "file"
    ) {
      // Windows does not rename onto a read-only file, such as a hard link of an object.
      rmSync(task.target, { force: true });
      return putInPlace(temp, task, link);
    }
    const refused = code === "EPERM" || code === "EACCES" || code === "EEXIST" || code === "ENOTDIR";
    if (refused && stampAt(task.target)?.kind === "directory") {
      return { ok: false, reason: "blocked", message: "a folder stands in its place" };
    }
    throw error;
  }
  const placed = stampAt(task.target);
  if (placed === undefined) return { ok: false, reason: "failed", message: "it vanished as it was written" };
  return { ok: true, link, executable: placed.executable, stamp: placed.stamp };
}
