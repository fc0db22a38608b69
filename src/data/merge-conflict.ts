import { compareBytes } from "../core/byte-order.js";
import { formatEntryLines } from "./entry-lines.js";
import type { ExpandedPointer, PointerMerge } from "./merge.js";
import type { EntriesMerge, Settled } from "./merge-entries.js";
import { fileHead, formatPointer, listHead, versionLine } from "./pointer.js";
import type { FileContent } from "./types.js";

/** How git marks the two sides of a conflict. */
export interface ConflictMarkers {
  /** The name of each side, such as a branch. */
  readonly ours: string;
  readonly theirs: string;
  /** How often the marker's character is repeated; git says 7 unless told otherwise. */
  readonly size: number;
}

/**
 * The text of a pointer whose merge conflicts: what is settled as usual, and only what conflicts between markers, entry
 * by entry. With one side of each conflict and the marker lines taken out it is a valid pointer. A directory lists its
 * entries, however many, so that a person can choose among them.
 */
export function renderConflict(merge: PointerMerge, markers: ConflictMarkers): string {
  return renderBody(merge.body, markers) + renderSides(merge.meta, (meta) => meta ?? "", markers);
}

function renderBody(body: PointerMerge["body"], markers: ConflictMarkers): string {
  if (body.kind === "file") return fileHead + renderSides(body.content, fileFields, markers);
  if (body.kind === "directory") return listHead + renderListing(body.listing, markers);
  const sides = { conflict: true, ours: body.ours, theirs: body.theirs } as const;
  return versionLine + renderSides(sides, withoutVersionAndMeta, markers);
}

function fileFields({ sha256, size, mode }: FileContent): string {
  return formatPointer({ kind: "file", sha256, size, mode }).slice(fileHead.length);
}

function withoutVersionAndMeta(pointer: ExpandedPointer): string {
  if (pointer.kind === "directory")
    return listHead.slice(versionLine.length) + formatEntryLines(pointer.entries, "  ");
  return fileHead.slice(versionLine.length) + fileFields(pointer);
}

function renderSides<T>(settled: Settled<T>, render: (side: T) => string, markers: ConflictMarkers): string {
  if (!settled.conflict) return render(settled.value);
  const mark = (character: string, label: string): string =>
    `${character.repeat(markers.size)}${label && ` ${label}`}\n`;
  const ours = mark("<", markers.ours) + render(settled.ours);
  return ours + mark("=", "") + render(settled.theirs) + mark(">", markers.theirs);
}

function renderListing(listing: EntriesMerge, markers: ConflictMarkers): string {
  const agreed = listing.entries.map((entry) => ({
    path: entry.path,
    text: formatEntryLines([entry], "  "),
  }));
  const disputed = listing.conflicts.map(({ path, ours, theirs }) => {
    const sides = { conflict: true, ours, theirs } as const;
    return { path, text: renderSides(sides, (entries) => formatEntryLines(entries, "  "), markers) };
  });
  return [...agreed, ...disputed]
    .sort((a, b) => compareBytes(a.path, b.path))
    .map(({ text }) => text)
    .join("");
}
