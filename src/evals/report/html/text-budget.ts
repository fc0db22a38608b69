/** Bytes that a character takes within the JSON of a page: UTF-8, with what JSON and HTML want escaped. */
function bytesOf(code: number): number {
  if (code === 0x22 || code === 0x5c || code === 0x0a || code === 0x0d || code === 0x09) return 2;
  if (code < 0x20 || code === 0x3c || code === 0x2028 || code === 0x2029) return 6;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  // A lone half of a pair is written as an escape.
  if (code >= 0xd800 && code <= 0xdfff) return 6;
  return code < 0x10000 ? 3 : 4;
}

/** Bytes that a text takes within the JSON of a page. */
export function bytesWithin(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character.codePointAt(0) ?? 0);
  return bytes;
}

/** The beginning of a text. */
export interface CutText {
  readonly text: string;
  readonly bytes: number;
  /** UTF-16 units that were left out. */
  readonly leftOut: number;
}

/** As much of a text as takes at most so many bytes within a page; no character is cut in two. */
export function cutToBytes(text: string, most: number): CutText {
  let bytes = 0;
  let end = 0;
  while (end < text.length) {
    const code = text.codePointAt(end) ?? 0;
    const more = bytesOf(code);
    if (bytes + more > most) break;
    bytes += more;
    end += code > 0xffff ? 2 : 1;
  }
  return { text: text.slice(0, end), bytes, leftOut: text.length - end };
}
