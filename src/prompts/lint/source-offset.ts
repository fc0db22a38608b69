import type { SourceLocation } from "../../core/errors.js";
import type { TextSource } from "../source.js";

/** The place of a line and column in a text, as UTF-16 units from its beginning. */
export function offsetOf({ text }: TextSource, { line, column }: SourceLocation): number {
  let start = 0;
  if (line > 1) {
    let seen = 1;
    for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
      if (++seen < line) continue;
      start = index + end.length;
      break;
    }
  }
  return start + column - 1;
}
