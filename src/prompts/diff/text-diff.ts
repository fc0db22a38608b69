import { diffArrays } from "diff";

/** A stretch of text that is in both texts, only in the first or only in the second. */
export interface TextSegment {
  readonly kind: "same" | "removed" | "added";
  readonly text: string;
}

/** Above this many UTF-16 units of the two texts together, whole lines are compared instead of words. */
const mostForWords = 400_000;
/** Most removals and additions that are looked for; texts further apart than this are told as replaced. */
const mostWordEdits = 1500;
const mostLineEdits = 1500;

/** Tags of a template, words, single other characters and white space; a line break is a piece of its own. */
const words = /\{\{[^{}\n]{1,80}\}\}|\{%[^%\n]{1,80}%\}|\n|[^\S\n]+|[\p{L}\p{M}\p{N}_]+|[^\s]/gu;
const lines = /[^\n]*\n|[^\n]+$/g;

/**
 * Compares two texts word by word; long ones line by line, and those that have next to nothing in common as wholes, so that
 * the work stays bounded. Concatenating what is not `added` gives the first text, what is not `removed` the second.
 */
export function diffText(before: string, after: string): TextSegment[] {
  if (before === after) return merged([{ kind: "same", text: before }]);
  const small = before.length + after.length <= mostForWords;
  const found = small ? diffPieces(before, after, words, mostWordEdits) : undefined;
  const segments = found ?? diffPieces(before, after, lines, mostLineEdits);
  return merged(joinAcrossSpaces(segments ?? replaced(before, after)));
}

function diffPieces(before: string, after: string, piece: RegExp, edits: number): TextSegment[] | undefined {
  const [old, now] = [before.match(piece) ?? [], after.match(piece) ?? []];
  const start = commonLength(old, now, (list, index) => list[index]);
  const end = commonLength(old.slice(start), now.slice(start), (list, index) => list.at(-1 - index));
  const changes = diffArrays(old.slice(start, old.length - end), now.slice(start, now.length - end), {
    maxEditLength: edits,
  });
  if (!changes) return undefined;
  return [
    { kind: "same", text: old.slice(0, start).join("") },
    ...changes.map(({ value, added, removed }): TextSegment => {
      return { kind: added ? "added" : removed ? "removed" : "same", text: value.join("") };
    }),
    { kind: "same", text: old.slice(old.length - end).join("") },
  ];
}

function commonLength(
  before: readonly string[],
  after: readonly string[],
  at: (list: readonly string[], index: number) => string | undefined,
): number {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && at(before, length) === at(after, length)) length++;
  return length;
}

function replaced(before: string, after: string): TextSegment[] {
  return [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ];
}

/** Two changed words with an unchanged space between read better as one change. */
function joinAcrossSpaces(segments: readonly TextSegment[]): TextSegment[] {
  return segments.flatMap((segment, index): TextSegment[] => {
    const [left, right] = [segments[index - 1], segments[index + 1]];
    const between = left && right && left.kind !== "same" && right.kind !== "same";
    if (segment.kind !== "same" || !between || !/^[^\S\n]+$/.test(segment.text)) return [segment];
    return replaced(segment.text, segment.text);
  });
}

/** Neighbours of one kind become one, what was removed before what was added; empty ones go. */
function merged(segments: readonly TextSegment[]): TextSegment[] {
  const result: TextSegment[] = [];
  let [removed, added] = ["", ""];
  const flush = (): void => {
    if (removed !== "") result.push({ kind: "removed", text: removed });
    if (added !== "") result.push({ kind: "added", text: added });
    [removed, added] = ["", ""];
  };
  for (const { kind, text } of segments) {
    if (kind === "removed") removed += text;
    else if (kind === "added") added += text;
    else if (text !== "") {
      flush();
      const last = result.at(-1);
      if (last?.kind === "same") result[result.length - 1] = { kind, text: last.text + text };
      else result.push({ kind, text });
    }
  }
  flush();
  return result;
}
