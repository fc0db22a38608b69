import type { SourceLocation } from "../core/errors.js";
import type { TextSource } from "./source.js";

/**
 * A text whose places can be told. The lines are counted when the first place is asked for, since most texts are fine.
 * @param file how messages name it. @param text without a byte order mark.
 */
export function textSource(file: string, text: string): TextSource {
  let starts: readonly number[] | undefined;
  return {
    file,
    text,
    locate(offset: number): SourceLocation {
      starts ??= lineStarts(text);
      const line = lastAtMost(starts, offset);
      return { file, line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
    },
  };
}

/** Where each line begins: after `\n`, `\r\n` or a lone `\r`. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length);
  return starts;
}

/** The index of the last number that is not above `limit`, by halving. */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
