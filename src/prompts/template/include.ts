import type { TextSource } from "../source.js";

/**
 * Finds the file that `{% include "path" %}` takes in.
 * @param path as written in the tag. @param from the file that the tag stands in.
 * @returns the text, or why there is none; a file is to be one and the same object whenever it is asked for.
 */
export type IncludeResolver = (
  path: string,
  from: TextSource,
) => { readonly source: TextSource } | { readonly problem: string; readonly hint?: string };

/**
 * Where the template of an included file ends: before one line end at the end of the text, as in Jinja, so that
 * `{% include "tone.md" %}` can stand inside a sentence.
 */
export function includedEnd(text: string): number {
  if (!text.endsWith("\n")) return text.length;
  return text.endsWith("\r\n") ? text.length - 2 : text.length - 1;
}
