import { largestText } from "../core/file-tree.js";
import { shellQuote } from "../core/shell-quote.js";
import type { PromptProblem } from "./problem.js";
import type { TextSource } from "./source.js";
import { textSource } from "./text-source.js";

/** A file's text, and what is amiss with its encoding. */
export interface DecodedPrompt {
  readonly source: TextSource;
  /** With one of these the text is not worth reading: characters of it stand for bytes that are no text. */
  readonly problems: readonly PromptProblem[];
  /** A byte order mark, which is left out of the text. */
  readonly warnings: readonly PromptProblem[];
}

/** Reads bytes as UTF-8. @param file how messages name it. */
export function decodePrompt(file: string, bytes: Uint8Array): DecodedPrompt {
  const top = { rule: "encoding", file, line: 1, column: 1 } as const;
  const refuse = (problem: PromptProblem) => ({
    source: textSource(file, ""),
    problems: [problem],
    warnings: [],
  });
  if (bytes.byteLength > largestText) {
    const message = "the file has more than 32 MiB, the most that a prompt may have";
    return refuse({ ...top, message, hint: "include less text" });
  }
  if (bytes.byteLength >= 2 && (bytes[0] ?? 0) + (bytes[1] ?? 0) === 0x1fd) {
    return refuse({ ...top, message: "the file is UTF-16, not UTF-8", hint: convert("UTF-16", file) });
  }
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const own = marked ? bytes.subarray(3) : bytes;
  const source = textSource(file, decoder.decode(own));
  const mark = {
    ...top,
    message: "the file begins with a byte order mark",
    hint: "save it as UTF-8 without one",
  };
  return { source, problems: wrongBytes(source, own), warnings: marked ? [mark] : [] };
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

function wrongBytes(source: TextSource, bytes: Uint8Array): PromptProblem[] {
  const { file, text } = source;
  const problem = (offset: number, message: string, hint: string): PromptProblem => {
    const at = source.locate(offset);
    return { rule: "encoding", ...at, end: { line: at.line, column: at.column + 1 }, message, hint };
  };
  const replaced = text.includes("\ufffd") ? firstInvalidByte(bytes) : undefined;
  if (replaced !== undefined) {
    const byte = (bytes[replaced] ?? 0).toString(16).padStart(2, "0").toUpperCase();
    const offset = decoder.decode(bytes.subarray(0, replaced)).length;
    return [
      problem(offset, `the file is not UTF-8: it has the byte 0x${byte} here`, convert("ISO-8859-1", file)),
    ];
  }
  const nul = text.indexOf("\0");
  if (nul === -1) return [];
  return [problem(nul, "the file has a NUL byte here, so it is no text", "remove it, or name a text file")];
}

/** How to make a file UTF-8, if it is in the encoding that its bytes suggest. */
function convert(encoding: string, file: string): string {
  return `save it as UTF-8; if it is ${encoding}: iconv -f ${encoding} -t UTF-8 ${shellQuote(file)} > converted.md`;
}

/** The offset of the first byte that is no part of a UTF-8 character. @see RFC 3629, section 4 */
export function firstInvalidByte(bytes: Uint8Array): number | undefined {
  let at = 0;
  while (at < bytes.length) {
    const length = characterLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return undefined;
}

/** The number of bytes of the character at `at`; 0 if there is none. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let offset = 2; offset < length; offset++) {
    if (((bytes[at + offset] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
