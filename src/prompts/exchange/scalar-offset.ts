/**
 * Where the characters of a YAML scalar's value are written in its text.
 * @param text the file up to the scalar's end. @param start where the scalar begins: its quote, or its `|` or `>`.
 * @param style as the YAML library calls it.
 * @returns from an index of the value to an offset of the text.
 */
export function scalarOffset(
  text: string,
  start: number,
  value: string,
  style: string,
): (index: number) => number {
  if (style.startsWith("BLOCK")) return (index) => aligned(text, afterHeader(text, start), value, index);
  if (style.startsWith("QUOTE")) {
    const escapes = style === "QUOTE_DOUBLE";
    return (index) => quoted(text, start + 1, value, { index, escapes });
  }
  return (index) => aligned(text, start, value, index);
}

/** Behind the line with `|` or `>` and its indicators. */
function afterHeader(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end + 1;
}

/**
 * Goes along text and value side by side. Where they differ, the text has white space that YAML takes away or folds: the
 * indentation, and line ends within a paragraph.
 */
function aligned(text: string, from: number, value: string, index: number): number {
  let offset = from;
  for (let at = 0; at <= index && offset < text.length; at++) {
    const wanted = value[at];
    if (wanted === "\n" || wanted === " ") offset = whiteSpaceAt(text, offset, value, at);
    else while (offset < text.length && text[offset] !== wanted && isWhite(text[offset])) offset++;
    if (at < index) offset++;
  }
  return Math.min(offset, text.length);
}

/** Where the white space at `at` of the value comes from: itself, or a line end that was folded. */
function whiteSpaceAt(text: string, offset: number, value: string, at: number): number {
  let place = offset;
  if (at === 0 || value[at - 1] === "\n") {
    // At the beginning of a line the indentation comes first; spaces of the value are its last ones.
    const spaces = /^ */.exec(value.slice(at, at + 200))?.[0].length ?? 0;
    let end = place;
    while (text[end] === " ") end++;
    if (value[at] === " " || spaces > 0) return Math.max(place, end - spaces);
    place = end;
  }
  if (text[place] === "\r" && value[at] === "\n") place++;
  return place;
}

function isWhite(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}

const escapeLengths: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 };

/** Within quotes: escapes count as one character, `''` too, and folded line ends as one space. */
function quoted(
  text: string,
  from: number,
  value: string,
  { index, escapes }: { readonly index: number; readonly escapes: boolean },
): number {
  let offset = from;
  for (let at = 0; at < index; at++) {
    offset = skipFold(text, offset, value[at]);
    const character = text[offset];
    if (escapes && character === "\\") {
      if (text[offset + 1] === "\n") offset = skipFold(text, offset + 2, value[at]);
      else offset += escapeLengths[text[offset + 1] ?? ""] ?? 2;
    } else offset += !escapes && character === "'" ? 2 : 1;
  }
  return Math.min(skipFold(text, offset, value[index]), text.length);
}

/** Behind a line's indentation, where the value goes on with something else than white space. */
function skipFold(text: string, offset: number, wanted: string | undefined): number {
  let place = offset;
  while (isWhite(text[place]) && text[place] !== wanted && !(wanted === " " && text[place] === "\n")) place++;
  return place;
}
