/** What came of reading a file strictly: its value, or the first thing that is wrong with it and where. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | ParseProblem;

export interface ParseProblem {
  readonly ok: false;
  /** What is wrong, as the rest of a sentence that begins with the file's name. */
  readonly problem: string;
  readonly line: number;
  readonly column: number;
}

/** @param offset UTF-16 units from the beginning of `text`, or undefined where no place is known. */
export function parseProblem(problem: string, text = "", offset = 0): ParseProblem {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return { ok: false, problem, line: before.split("\n").length, column: offset - lineStart + 1 };
}

/** The text of a file of the registry. A byte order mark is kept, so that it is seen. */
export function readText(bytes: Uint8Array): Parsed<string> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return parseProblem("is not UTF-8 text");
  const marker = /^(?:<<<<<<<|=======|>>>>>>>)/m.exec(text);
  if (marker) return parseProblem("holds the marks of an unresolved merge conflict", text, marker.index);
  return { ok: true, value: text };
}

/** The text of UTF-8 bytes; undefined if they are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
