import { type Dirent, lstatSync, readdirSync } from "node:fs";
import { compareBytes } from "../core/byte-order.js";
import { systemCode } from "../core/errors.js";
import { ioReason } from "./io-error.js";
import type { PathKind } from "./stamp.js";

/** Something that is neither a file nor a readable folder. */
export interface Oddity {
  readonly path: string;
  readonly what: "symlink" | "special" | "unreadable";
  /** A sentence without the path. */
  readonly message: string;
}

/** What a folder holds, folder by folder and in no order: cheap to count, put together when asked. */
export class FolderListing {
  readonly oddities: Oddity[] = [];
  /** Regular files. */
  count = 0;
  readonly #folders: { readonly path: string; readonly names: string[] }[] = [];

  add(path: string, names: string[]): void {
    this.#folders.push({ path, names });
    this.count += names.length;
  }

  /** The relative paths of all files, byte-sorted. */
  files(): string[] {
    const paths: string[] = [];
    for (const { path, names } of this.#folders) {
      for (const name of names) paths.push(path === "" ? name : `${path}/${name}`);
    }
    return sortByBytes(paths);
  }
}

/** Sorts paths by their UTF-8 bytes, in place. */
export function sortByBytes(paths: string[]): string[] {
  // Without surrogates the order of UTF-16 units, which is much faster to sort by, is the same.
  return paths.some((path) => /[\ud800-\udfff]/.test(path)) ? paths.sort(compareBytes) : paths.sort();
}

/**
 * Lists all files below `root`, an absolute path. Links are not followed. What mlx itself writes (`.….mlx-tmp`) is left out.
 * @param enters whether to look into a folder, by its path below `root`; all of them if absent.
 */
export function walk(root: string, enters?: (folder: string) => boolean): FolderListing {
  const listing = new FolderListing();
  const pending = [""];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder === "" ? root : `${root}/${folder}`, { withFileTypes: true });
    } catch (error) {
      if (systemCode(error) !== "ENOENT") {
        listing.oddities.push({ path: folder, what: "unreadable", message: ioReason(error) });
      }
      continue;
    }
    const names: string[] = [];
    for (const entry of entries) {
      const { name } = entry;
      if (name.endsWith(".mlx-tmp") && name.startsWith(".")) continue;
      if (entry.isFile() && !name.includes("\ufffd")) {
        names.push(name);
        continue;
      }
      const path = folder === "" ? name : `${folder}/${name}`;
      const kind = kindOf(entry, `${root}/${path}`);
      if (kind === "file") names.push(name);
      else if (kind !== "directory") listing.oddities.push(oddity(path, kind));
      else if (enters?.(path) !== false) pending.push(path);
    }
    listing.add(folder, names);
  }
  return listing;
}

/** Some file systems do not say in their folders what an entry is. */
function kindOf(entry: Dirent, path: string): PathKind | "unreadable" | "misnamed" {
  if (entry.name.includes("\ufffd") && lstatSync(path, { throwIfNoEntry: false }) === undefined)
    return "misnamed";
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  if (entry.isSymbolicLink()) return "symlink";
  if (entry.isFIFO() || entry.isSocket() || entry.isBlockDevice() || entry.isCharacterDevice())
    return "other";
  try {
    const stats = lstatSync(path);
    if (stats.isFile()) return "file";
    if (stats.isDirectory()) return "directory";
    return stats.isSymbolicLink() ? "symlink" : "other";
  } catch {
    return "unreadable";
  }
}

function oddity(path: string, kind: "symlink" | "other" | "unreadable" | "misnamed"): Oddity {
  switch (kind) {
    case "symlink":
      return { path, what: "symlink", message: "it is a symbolic link" };
    case "other":
      return { path, what: "special", message: "it is a socket, pipe or device" };
    case "misnamed":
      return { path, what: "unreadable", message: "its name is not valid UTF-8" };
    case "unreadable":
      return { path, what: "unreadable", message: "it cannot be read" };
  }
}
