import { compareBytes } from "../core/byte-order.js";
import { type Sha256, sha256Of } from "../core/sha256.js";
import { formatEntryLines } from "./entry-lines.js";
import { sortEntries } from "./entry-list.js";
import { type ManifestEntry, sealManifest } from "./manifest.js";
import {
  type DirectoryPointer,
  type FileEntry,
  type ListedDirectoryPointer,
  maxListedEntries,
  type TreeDirectoryPointer,
} from "./types.js";

/** The manifests of a directory, by digest; `root` is one of them. */
export interface Tree {
  readonly root: Sha256;
  readonly manifests: ReadonlyMap<Sha256, string>;
}

interface Folder {
  /** Empty for the directory itself, else with a slash at its end. */
  readonly prefix: string;
  readonly name: string;
  readonly entries: ManifestEntry[];
}

/**
 * Splits a listing into one manifest per folder.
 * @param entries byte-sorted by path, no path twice, none both file and folder.
 * @throws {RangeError} if they are not in order.
 */
export function buildTree(entries: readonly FileEntry[]): Tree {
  const manifests = new Map<Sha256, string>();
  let folder: Folder = { prefix: "", name: "", entries: [] };
  const above: Folder[] = [];
  const close = (): Folder => {
    const { sha256, text, size } = sealManifest(folder.entries);
    manifests.set(sha256, text);
    const parent = above.pop();
    if (parent === undefined) throw new RangeError(`closed more folders than were opened: ${folder.prefix}`);
    parent.entries.push({ kind: "tree", name: folder.name, sha256, size });
    return parent;
  };
  let previous = "";
  for (const { path, sha256, size, mode } of entries) {
    if (compareBytes(previous, path) >= 0) throw new RangeError(`not in byte order: ${previous}, ${path}`);
    previous = path;
    while (!path.startsWith(folder.prefix)) folder = close();
    for (;;) {
      const start = folder.prefix.length;
      const slash = path.indexOf("/", start);
      if (slash < 0) break;
      above.push(folder);
      folder = { prefix: path.slice(0, slash + 1), name: path.slice(start, slash), entries: [] };
    }
    folder.entries.push({ kind: "file", name: path.slice(folder.prefix.length), sha256, size, mode });
  }
  while (above.length > 0) folder = close();
  const root = sealManifest(folder.entries);
  manifests.set(root.sha256, root.text);
  return { root: root.sha256, manifests };
}

/** How a directory of these files is to be pointed to, and the manifests that have to be stored for it. */
export interface DirectoryContent {
  readonly pointer: ListedDirectoryPointer | TreeDirectoryPointer;
  /** Empty for a listed directory. */
  readonly manifests: ReadonlyMap<Sha256, string>;
}

/**
 * Chooses the canonical form: up to 5,000 files are listed, more are a tree of manifests.
 * @param meta the user's block, as in a pointer.
 */
export function directoryContent(entries: readonly FileEntry[], meta?: string): DirectoryContent {
  const kept = meta === undefined ? {} : { meta };
  const sorted = sortEntries(entries);
  if (sorted.length <= maxListedEntries) {
    return { pointer: { kind: "directory", entries: sorted, ...kept }, manifests: new Map() };
  }
  const { root, manifests } = buildTree(sorted);
  return { pointer: { kind: "directory", tree: root, ...kept }, manifests };
}

/**
 * The identity of a directory's content, whatever its `meta:` says: of a tree the root manifest's digest, of a listing
 * the digest of its lines.
 */
export function listingDigest(directory: DirectoryPointer | readonly FileEntry[]): Sha256 {
  if (!("kind" in directory)) return sha256Of(formatEntryLines(directory, ""));
  return "tree" in directory ? directory.tree : sha256Of(formatEntryLines(directory.entries, ""));
}
