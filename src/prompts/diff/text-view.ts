import type { TextSegment } from "./text-diff.js";

/** A piece of a difference as it is shown: `note` stands for what is left out. */
export interface ViewPiece {
  readonly kind: TextSegment["kind"] | "note";
  readonly text: string;
}

/** Lines that stay beside a change, its own included, and characters of it that stay when it is long. */
const contextLines = 2;
const contextLength = 80;
/** Longest text that was added or removed and is shown whole. */
const longestChange = 4000;

/** Leaves out what is far from any change, and most of what is very long. */
export function viewDiff(segments: readonly TextSegment[]): ViewPiece[] {
  return segments.flatMap((segment, index) => {
    if (segment.kind !== "same") return shortenChange(segment);
    return shortenSame(segment.text, index > 0, index < segments.length - 1);
  });
}

function shortenChange({ kind, text }: TextSegment): ViewPiece[] {
  if (text.length <= longestChange) return [{ kind, text }];
  const kept = text.slice(0, contextLength * 8);
  return [
    { kind, text: kept },
    { kind: "note", text: ` … ${text.length - kept.length} characters more … ` },
  ];
}

/** @param before whether a change stands before the text. @param after whether one follows. */
function shortenSame(text: string, before: boolean, after: boolean): ViewPiece[] {
  const lines = text.split("\n");
  const [head, tail] = [before ? contextLines : 0, after ? contextLines : 0];
  const hidden = lines.length - head - tail;
  if (hidden <= 1) return lines.length === 1 ? shortenLine(text, before, after) : kept(lines, before, after);
  const note = `⋮ ${hidden} unchanged lines`;
  return [
    ...(before ? [...kept(lines.slice(0, head), true, false), same("\n")] : []),
    { kind: "note", text: note },
    ...(after ? [same("\n"), ...kept(lines.slice(lines.length - tail), false, true)] : []),
  ];
}

/** Only the first line continues a change, and only the last one leads to one. */
function kept(lines: readonly string[], before: boolean, after: boolean): ViewPiece[] {
  return lines.flatMap((line, index) => {
    const [first, last] = [index === 0, index === lines.length - 1];
    const pieces = shortenLine(line, before || !first || !after, after && last);
    return first ? pieces : [same("\n"), ...pieces];
  });
}

/** @param start whether the line's beginning is to stay. @param end whether its end is. */
function shortenLine(line: string, start: boolean, end: boolean): ViewPiece[] {
  const sides = (start ? 1 : 0) + (end ? 1 : 0);
  if (line.length <= contextLength * Math.max(sides, 1) + 20) return [same(line)];
  const left = start ? line.slice(0, contextLength).replace(/[^\s]*$/, "") : "";
  const right = end ? line.slice(-contextLength).replace(/^[^\s]*/, "") : "";
  return [same(left), { kind: "note", text: "…" }, same(right)];
}

function same(text: string): ViewPiece {
  return { kind: "same", text };
}
