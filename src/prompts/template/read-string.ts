const simpleEscapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  "0": "\0",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
};

const escapes = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g;

/** Where the string that opens at `start` has its closing quote; undefined if it has none. */
export function closingQuote(text: string, start: number): number | undefined {
  const stop = text[start] === '"' ? /[\\"]/g : /[\\']/g;
  stop.lastIndex = start + 1;
  for (let found = stop.exec(text); found; found = stop.exec(text)) {
    if (found[0] !== "\\") return found.index;
    stop.lastIndex = found.index + 2;
  }
  return undefined;
}

/** Resolves backslash escapes as Python does; what is no escape stays as it is. @param body between the quotes. */
export function unescapeString(body: string): string {
  if (!body.includes("\\")) return body;
  return body.replace(escapes, (whole, hex2?: string, hex4?: string, hex8?: string, character?: string) => {
    const hex = hex2 ?? hex4 ?? hex8;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return character !== undefined && Object.hasOwn(simpleEscapes, character)
      ? (simpleEscapes[character] ?? whole)
      : whole;
  });
}
