/** Something to look for secrets in. */
export interface ScanText {
  /** What findings call it; its name tells which rules apply, such as those for `.npmrc`. */
  readonly path: string;
  /** Bytes are UTF-8, or UTF-16 with a byte order mark. */
  readonly content: string | Uint8Array;
}

/** As git tells text from binary: no NUL in what it looks at first. */
const lookedAt = 8000;

/** The text of a content; `undefined` for a binary one. */
export function readableText(content: string | Uint8Array): string | undefined {
  if (typeof content === "string") return withoutMark(content);
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le", 2);
  if (bytes.subarray(0, lookedAt).includes(0)) return undefined;
  return withoutMark(bytes.toString("utf8"));
}

function withoutMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
