import type { Sha256 } from "../core/sha256.js";

/** The one permission that is versioned: whether a file may be executed. */
export type FileMode = "644" | "755";

/** What a file holds: the identity and size of its bytes, and whether it is executable. */
export interface FileContent {
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  readonly mode: FileMode;
}

/** A file inside a directory. `path` is relative to the directory, with `/` between its parts, not encoded. */
export interface FileEntry extends FileContent {
  readonly path: string;
}

/** A pointer to one file. */
export interface FilePointer extends FileContent {
  readonly kind: "file";
  /** The user's `meta:` block, byte for byte, from its `meta:` line to the end; absent if there is none. */
  readonly meta?: string;
}

/** A pointer to a directory whose files it lists, byte-sorted by path. */
export interface ListedDirectoryPointer {
  readonly kind: "directory";
  readonly entries: readonly FileEntry[];
  readonly meta?: string;
}

/** A pointer to a directory that is listed by a manifest object. */
export interface TreeDirectoryPointer {
  readonly kind: "directory";
  /** The digest of the root manifest. */
  readonly tree: Sha256;
  readonly meta?: string;
}

export type DirectoryPointer = ListedDirectoryPointer | TreeDirectoryPointer;
export type Pointer = FilePointer | DirectoryPointer;

/** A directory with more files than this is listed by a tree of manifest objects. */
export const maxListedEntries = 5000;
