import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "../core/errors.js";
import { type FileTree, largestText } from "../core/file-tree.js";
import { ioError } from "./io-error.js";
import { readAtMost } from "./read-at-most.js";
import { walk } from "./walk.js";

/**
 * The files below a folder of a working tree, listed when first asked for.
 * @param root absolute: the repository's top. @param folder relative to it.
 * @param enters which folders below it are looked into, by their paths below it; all of them if absent.
 */
export function folderTree(root: string, folder: string, enters?: (path: string) => boolean): FileTree {
  const top = join(root, folder);
  let listed: { readonly paths: readonly string[]; readonly known: ReadonlySet<string> } | undefined;
  const list = () => {
    const listing = isFolder(top) ? walk(top, enters) : undefined;
    for (const { path, what } of listing?.oddities ?? []) {
      if (what === "unreadable") requireListable(join(top, path), `${folder}/${path}`);
    }
    const paths = (listing?.files() ?? []).map((path) => `${folder}/${path}`);
    return { paths, known: new Set(paths) };
  };
  return {
    get paths() {
      listed ??= list();
      return listed.paths;
    },
    read(path) {
      if (!path.startsWith(`${folder}/`)) return undefined;
      // What has been listed is known to be a file; to find that out anew takes longer than to read it.
      if (listed ? !listed.known.has(path) : !isRegular(root, path)) return undefined;
      return readBytes(join(root, path), path);
    },
  };
}

/** The files of a working tree that somebody has listed. @param root absolute: the repository's top. @param paths in byte order. */
export function listedTree(root: string, paths: readonly string[]): FileTree {
  const known = new Set(paths);
  return { paths, read: (path) => (known.has(path) ? readBytes(join(root, path), path) : undefined) };
}

/** What cannot be listed must not pass for empty. @throws {MlxError} `MLX_PERMISSION`, `MLX_IO`. */
function requireListable(whole: string, path: string): void {
  try {
    readdirSync(whole);
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw ioError(error, `cannot read ${path}`);
  }
}

/** Whether a path is a file that no link leads to. */
function isRegular(root: string, path: string): boolean {
  const parts = path.split("/");
  const folders = parts.slice(0, -1).map((_, index) => join(root, ...parts.slice(0, index + 1)));
  try {
    return (
      folders.every(isFolder) && lstatSync(join(root, path), { throwIfNoEntry: false })?.isFile() === true
    );
  } catch {
    return false;
  }
}

/** Undefined for a file that is no longer there; see `readAtMost` for one that is too long to be a text. @throws {MlxError} `MLX_IO`, `MLX_PERMISSION`. */
function readBytes(whole: string, path: string): Uint8Array | undefined {
  try {
    return readAtMost(whole, largestText);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw ioError(error, `cannot read ${path}`);
  }
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
