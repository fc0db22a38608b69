import { readdirSync, rmdirSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { systemCode } from "../../core/errors.js";
import { ioReason } from "../../files/io-error.js";
import { statsAt } from "../../files/stats-at.js";
import { symlinkParent } from "../../workspace/repo-path.js";

/** Removes files of one target, never through a link, and with them the folders that they leave empty. */
export class FileRemover {
  /** What could not be removed, with the reason. */
  readonly kept: { readonly path: string; readonly reason: string }[] = [];
  readonly #links = new Map<string, string | undefined>();

  /** @param root the target's absolute path. */
  constructor(private readonly root: string) {}

  /** @param path inside the target; empty for the target itself. @returns whether it is gone. */
  remove(path: string): boolean {
    const link = this.#linkAbove(path);
    if (link !== undefined) return this.#keep(path, `lies beyond ${link}, which is a symbolic link`);
    try {
      unlinkSync(path === "" ? this.root : join(this.root, path));
    } catch (error) {
      if (systemCode(error) !== "ENOENT") return this.#keep(path, `cannot be removed: ${ioReason(error)}`);
    }
    for (let folder = dirname(path); path !== "" && folder !== "."; folder = dirname(folder)) {
      if (!removeIfEmpty(join(this.root, folder))) break;
    }
    return true;
  }

  /** Makes room for a file where a folder that holds no file stands; any other folder stays. */
  clearFolders(path: string): void {
    if (this.#linkAbove(path) !== undefined) return;
    const place = path === "" ? this.root : join(this.root, path);
    if (statsAt(place)?.isDirectory()) clearEmpty(place);
  }

  #keep(path: string, reason: string): false {
    this.kept.push({ path, reason });
    return false;
  }

  #linkAbove(path: string): string | undefined {
    const folder = dirname(path);
    if (!this.#links.has(folder)) this.#links.set(folder, symlinkParent(this.root, path.split("/")));
    return this.#links.get(folder);
  }
}

function clearEmpty(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) clearEmpty(join(folder, entry.name));
  }
  removeIfEmpty(folder);
}

function removeIfEmpty(folder: string): boolean {
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOENT" || code === "ENOTDIR") return false;
    throw error;
  }
}
