import type { ObjectCache } from "../../cache/object-cache.js";
import { MlxError } from "../../core/errors.js";
import { type Sha256, sha256Of } from "../../core/sha256.js";
import { isSelected, type Selection } from "../../data/target.js";
import { listingDigest } from "../../data/tree.js";
import type { FileEntry, FileMode, Pointer } from "../../data/types.js";
import { type WalkOptions, walkTree } from "../../data/walk-tree.js";

/** Gives a manifest's text by its digest. */
export type ManifestReader = (sha256: Sha256) => Promise<string> | string;

/** Reads manifests from the cache alone. */
export function cachedManifests(cache: ObjectCache): ManifestReader {
  return (sha256) => cache.readBytes(sha256).toString("utf8");
}

/**
 * The files of a pointer, byte-sorted: for a tracked file one entry with an empty path.
 * @param options.under limits the work to these paths inside a directory. @param options.onManifest told of each manifest
 * read. @param options.onUnreadable told of each that cannot be read, whose files are then left out.
 */
export async function entriesOf(
  pointer: Pointer,
  read: ManifestReader,
  options: {
    readonly under?: readonly string[] | undefined;
    readonly onManifest?: (sha256: Sha256) => void;
    readonly onUnreadable?: WalkOptions["onUnreadable"];
  } = {},
): Promise<readonly FileEntry[]> {
  if (pointer.kind === "file") {
    return [{ path: "", sha256: pointer.sha256, size: pointer.size, mode: pointer.mode }];
  }
  if ("entries" in pointer) return pointer.entries.filter((entry) => isSelected(entry.path, options.under));
  const readText = async (sha256: Sha256) => read(sha256);
  return walkTree(pointer.tree, readText, {
    ...(options.under && { under: options.under }),
    ...(options.onManifest && { onManifest: options.onManifest }),
    ...(options.onUnreadable && { onUnreadable: options.onUnreadable }),
  });
}

/** As `entriesOf`, from the cache alone; `undefined` if it lacks a manifest that is needed. */
export async function cachedEntriesOf(
  cache: ObjectCache,
  pointer: Pointer,
  under?: readonly string[],
): Promise<readonly FileEntry[] | undefined> {
  try {
    return await entriesOf(pointer, cachedManifests(cache), { under });
  } catch (error) {
    if (isMissingManifest(error)) return undefined;
    throw error;
  }
}

/**
 * Sees that each part of a directory that was asked for holds something.
 * @param lists what the pointer says, what is on disk. @throws {MlxError} `MLX_NOT_TRACKED`, exit 2.
 */
export function requireParts(
  { target, under = [] }: Selection,
  ...lists: readonly (readonly { readonly path: string }[])[]
): void {
  const unknown = under.find(
    (part) => !lists.some((list) => list.some(({ path }) => isSelected(path, [part]))),
  );
  if (unknown === undefined) return;
  throw new MlxError("MLX_NOT_TRACKED", `${target.path} has no ${unknown}`, {
    hint: `mlx data ls --recursive ${target.path} lists its files`,
    exitCode: 2,
  });
}

/** One digest for all that a pointer says of its data: equal digests, equal files. */
export function identityOf(pointer: Pointer): Sha256 {
  return pointer.kind === "file" ? fileIdentity(pointer.sha256, pointer.mode) : listingDigest(pointer);
}

export function fileIdentity(sha256: Sha256, mode: FileMode): Sha256 {
  return mode === "644" ? sha256 : sha256Of(`${sha256} ${mode}`);
}

/** Whether an error says that a manifest is not at hand, so that a fetch would help. */
export function isMissingManifest(error: unknown): error is MlxError {
  return (
    error instanceof MlxError && (error.code === "MLX_OBJECT_MISSING" || error.code === "MLX_CORRUPT_OBJECT")
  );
}
