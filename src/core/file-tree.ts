/**
 * The files below some folders of a repository as they are in a working tree, in git's index or in a commit: what prompts and
 * the registry are read from.
 */
export interface FileTree {
  /** Every file, from the repository's top with `/` between the parts, in byte order. */
  readonly paths: readonly string[];
  /** The bytes of a file; undefined if there is none. A symbolic link is not followed: it counts as absent. */
  read(path: string): Uint8Array | undefined;
}

/** Most bytes of a text that mlx reads as a whole, in memory: 32 MiB. */
export const largestText = 32 * 1024 * 1024;
