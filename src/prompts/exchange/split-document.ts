import { MlxError } from "../../core/errors.js";
import type { TextSource } from "../source.js";
import type { Stretch } from "./read-located.js";

/** A file with front matter, cut into its parts. */
export interface Document {
  /** Absent where the file begins with its template. */
  readonly yaml?: Stretch;
  readonly bodyStart: number;
}

/**
 * Cuts a dotprompt or Prompty file: front matter between two `---` lines, which blank lines and comments may precede.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, where the front matter does not end.
 */
export function splitDocument(source: TextSource): Document {
  const { text } = source;
  const opening = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*---[ \t]*\r?\n/.exec(text);
  if (!opening) return { bodyStart: 0 };
  const start = opening[0].length;
  const closing = /^---[ \t]*(?:\r?\n|$)/gm;
  closing.lastIndex = start;
  const closed = closing.exec(text);
  if (closed)
    return { yaml: { source, start, end: closed.index }, bodyStart: closed.index + closed[0].length };
  throw new MlxError("MLX_PROMPT_IMPORT", "the front matter that begins here never ends", {
    exitCode: 2,
    at: source.locate(opening[0].lastIndexOf("---")),
    hint: "put a line that is exactly --- between the front matter and the template",
  });
}
