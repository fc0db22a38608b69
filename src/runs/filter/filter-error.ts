import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";

/** What is parsed, for messages, with its text. */
export interface FilterSource {
  readonly what: "filter" | "order";
  readonly text: string;
}

/** The longest piece of the text that a message shows, in characters. */
const shown = 100;

/**
 * `MLX_INVALID_FILTER`, exit 2, with the column, counted from 1, and a caret below the place.
 * @param offset of what is wrong, counted from 0.
 */
export function filterError(source: FilterSource, offset: number, message: string, hint?: string): MlxError {
  const start = Math.max(0, Math.min(offset, source.text.length) - shown / 2);
  const before = displayPath(source.text.slice(start, offset));
  const line = before + displayPath(source.text.slice(offset, start + shown));
  const place = `the ${source.what} is not understood at column ${offset + 1}: ${message}`;
  return new MlxError("MLX_INVALID_FILTER", `${place}\n  ${line}\n  ${" ".repeat(before.length)}^`, {
    ...(hint !== undefined && { hint }),
    exitCode: 2,
  });
}
