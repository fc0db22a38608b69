/** A member of a JSON object or list, by where it stands in the text. */
export interface JsonMember {
  /** Of an object's member. */
  readonly key?: string;
  readonly keyStart: number;
  readonly start: number;
}

/** The members of the object or list that begins at `open` in a text that is valid JSON, found without reading their values. */
export function* jsonMembers(text: string, open: number): Generator<JsonMember> {
  const isObject = text[open] === "{";
  let at = afterSpace(text, open + 1);
  while (at < text.length && text[at] !== "}" && text[at] !== "]") {
    const keyStart = at;
    let key: string | undefined;
    if (isObject) {
      const end = stringEnd(text, at);
      key = String(JSON.parse(text.slice(at, end)));
      at = afterSpace(text, afterSpace(text, end) + 1);
    }
    yield { keyStart, start: at, ...(key !== undefined && { key }) };
    at = afterSpace(text, valueEnd(text, at));
    if (text[at] === ",") at = afterSpace(text, at + 1);
  }
}

/** The first offset from `from` on where something stands. */
export function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

function valueEnd(text: string, start: number): number {
  const marks = /["[\]{},]/g;
  marks.lastIndex = start;
  let depth = 0;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    const mark = found[0];
    if (mark === '"') {
      marks.lastIndex = stringEnd(text, found.index);
      if (depth === 0) return marks.lastIndex;
    } else if (mark === "[" || mark === "{") depth++;
    else if (depth === 0) return found.index;
    else if (mark !== "," && --depth === 0) return found.index + 1;
  }
  return text.length;
}

function stringEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}
