import { type EntriesMerge, mergeEntries, type Settled, settle, settleContent } from "./merge-entries.js";
import type { FileContent, FilePointer, ListedDirectoryPointer } from "./types.js";

/** A pointer with all that it stands for: where a side keeps its listing in manifests, the caller has read them. */
export type ExpandedPointer = FilePointer | ListedDirectoryPointer;

export type BodyMerge =
  | { readonly kind: "file"; readonly content: Settled<FileContent> }
  | { readonly kind: "directory"; readonly listing: EntriesMerge }
  /** A file on one side, a directory on the other, and neither is what it was before. */
  | { readonly kind: "mixed"; readonly ours: ExpandedPointer; readonly theirs: ExpandedPointer };

export interface PointerMerge {
  readonly body: BodyMerge;
  /** The user's block. */
  readonly meta: Settled<string | undefined>;
  /** The result, if nothing conflicts. */
  readonly pointer: ExpandedPointer | undefined;
}

/**
 * Merges two pointers that grew out of `base`: a directory path by path, a file's bytes and mode each for itself, the
 * `meta:` block as one.
 * @param base absent if both sides added the pointer.
 */
export function mergePointers(
  base: ExpandedPointer | undefined,
  ours: ExpandedPointer,
  theirs: ExpandedPointer,
): PointerMerge {
  const body = mergeBodies(base, ours, theirs);
  const meta = settle(base?.meta, ours.meta, theirs.meta);
  return { body, meta, pointer: settledPointer(body, meta) };
}

function mergeBodies(
  base: ExpandedPointer | undefined,
  ours: ExpandedPointer,
  theirs: ExpandedPointer,
): BodyMerge {
  if (ours.kind === "file" && theirs.kind === "file") {
    return { kind: "file", content: settleContent(base?.kind === "file" ? base : undefined, ours, theirs) };
  }
  if (ours.kind === "directory" && theirs.kind === "directory") {
    const before = base?.kind === "directory" ? base.entries : undefined;
    return { kind: "directory", listing: mergeEntries(before, ours.entries, theirs.entries) };
  }
  if (base && sameBody(base, theirs)) return unchanged(ours);
  if (base && sameBody(base, ours)) return unchanged(theirs);
  return { kind: "mixed", ours, theirs };
}

function sameBody(a: ExpandedPointer, b: ExpandedPointer): boolean {
  if (a.kind === "file") return b.kind === "file" && sameFile(a, b);
  if (b.kind === "file" || a.entries.length !== b.entries.length) return false;
  return a.entries.every((entry, index) => {
    const other = b.entries[index];
    return other !== undefined && entry.path === other.path && sameFile(entry, other);
  });
}

function sameFile(a: FileContent, b: FileContent): boolean {
  return a.sha256 === b.sha256 && a.size === b.size && a.mode === b.mode;
}

function unchanged(pointer: ExpandedPointer): BodyMerge {
  if (pointer.kind === "file") return { kind: "file", content: { conflict: false, value: pointer } };
  return { kind: "directory", listing: { entries: pointer.entries, conflicts: [], caseCollisions: [] } };
}

function settledPointer(body: BodyMerge, meta: Settled<string | undefined>): ExpandedPointer | undefined {
  if (meta.conflict || body.kind === "mixed") return undefined;
  const kept = meta.value === undefined ? {} : { meta: meta.value };
  if (body.kind === "directory") {
    const { entries, conflicts } = body.listing;
    return conflicts.length > 0 ? undefined : { kind: "directory", entries, ...kept };
  }
  if (body.content.conflict) return undefined;
  const { sha256, size, mode } = body.content.value;
  return { kind: "file", sha256, size, mode, ...kept };
}
