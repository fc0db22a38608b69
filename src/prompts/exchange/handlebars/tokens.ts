/** A stretch of a template: text, or what stands between braces. Offsets are of the whole file. */
export type HandlebarsToken =
  | { readonly kind: "text"; readonly text: string; readonly start: number }
  | {
      readonly kind: "tag";
      readonly type: TagType;
      /** Between the braces, without sigil and `~`. */
      readonly inner: string;
      readonly innerStart: number;
      readonly start: number;
      /** `{{~` and `~}}` take away the white space on their side. */
      readonly strip: readonly [before: boolean, after: boolean];
    };

export type TagType =
  | "value"
  | "open"
  | "inverse-open"
  | "else"
  | "close"
  | "partial"
  | "comment"
  | "unsupported";

/** A template that is no Handlebars. */
export class HandlebarsError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Cuts a template into text and tags. @throws {HandlebarsError} where braces are not closed. */
export function handlebarsTokens(text: string, start: number): HandlebarsToken[] {
  const tokens: HandlebarsToken[] = [];
  let at = start;
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    if (open < 0) {
      pushText(tokens, text.slice(at), at);
      break;
    }
    const slashes =
      text[open - 1] === "\\" && open > at ? (text[open - 2] === "\\" && open - 1 > at ? 2 : 1) : 0;
    if (slashes === 1) {
      pushText(tokens, text.slice(at, open - 1), at);
      // What follows an escaped `{{` is text up to the next braces.
      const next = nextBraces(text, open + 2);
      pushText(tokens, text.slice(open, next), open);
      at = next;
      continue;
    }
    pushText(tokens, text.slice(at, slashes === 2 ? open - 1 : open), at);
    const { token, end } = readTag(text, open);
    tokens.push(token);
    at = end;
  }
  return tokens;
}

function pushText(tokens: HandlebarsToken[], value: string, start: number): void {
  if (value !== "") tokens.push({ kind: "text", text: value, start });
}

/** Where the text of an escaped `{{` ends: before the next braces, and the backslashes that belong to them. */
function nextBraces(text: string, from: number): number {
  const braces = text.indexOf("{{", from);
  if (braces < 0) return text.length;
  let end = braces;
  while (end > from && braces - end < 2 && text[end - 1] === "\\") end--;
  return end;
}

function readTag(text: string, open: number): { token: HandlebarsToken; end: number } {
  if (text.startsWith("{{{{", open)) {
    throw new HandlebarsError("raw blocks, {{{{…}}}}, have no equivalent here", open);
  }
  const before = text[open + 2] === "~";
  const from = before ? open + 3 : open + 2;
  if (text[from] === "!") return readComment(text, open, from, before);
  const triple = text[from] === "{";
  const closing = triple ? "}" : "";
  const close = closingBraces(text, triple ? from + 1 : from, open);
  const tripleClosed = triple ? text.startsWith("}", close) : true;
  if (!tripleClosed) throw new HandlebarsError("{{{ is not closed by }}}", open);
  const after = text[close + closing.length] === "~" || (!triple && text[close] === "~");
  const end = close + closing.length + (after ? 3 : 2);
  const strip: readonly [boolean, boolean] = [before, after];
  if (!text.startsWith("}}", end - 2)) throw new HandlebarsError("{{ is not closed", open);
  const { type, length } = triple ? ({ type: "value", length: 1 } as const) : sigil(text, from, close);
  const innerStart = from + length;
  return {
    token: { kind: "tag", type, inner: text.slice(innerStart, close), innerStart, start: open, strip },
    end,
  };
}

function readComment(
  text: string,
  open: number,
  from: number,
  before: boolean,
): { token: HandlebarsToken; end: number } {
  const long = text.startsWith("!--", from);
  const pattern = long ? /--(~?)\}\}/g : /(~?)\}\}/g;
  pattern.lastIndex = long ? from + 3 : from + 1;
  const match = pattern.exec(text);
  if (!match) throw new HandlebarsError("a comment is not closed", open);
  const inner = text.slice(from + (long ? 3 : 1), match.index);
  const token = { kind: "tag", type: "comment", inner, innerStart: from, start: open } as const;
  return { token: { ...token, strip: [before, match[1] === "~"] }, end: match.index + match[0].length };
}

/** Where the content of a tag ends: at `}}` or `~}}` outside of quotes and `[…]`. */
function closingBraces(text: string, from: number, open: number): number {
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === '"' || character === "'" || character === "[") {
      const end = quoteEnd(text, at, character === "[" ? "]" : character);
      if (end < 0) throw new HandlebarsError(`${character} is not closed`, at);
      at = end;
    } else if (text.startsWith("}}", at) || text.startsWith("~}}", at)) return at;
    else if (text.startsWith("{{", at)) break;
    else at++;
  }
  throw new HandlebarsError("{{ is not closed", open);
}

function quoteEnd(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\" && quote !== "]") at++;
    else if (text[at] === quote) return at + 1;
  }
  return -1;
}

/** What the first characters say of the tag. */
function sigil(text: string, from: number, close: number): { type: TagType; length: number } {
  const rest = text.slice(from, Math.min(close, from + 12));
  if (/^#[>*]/.test(rest) || rest.startsWith("*")) return { type: "unsupported", length: 0 };
  if (rest.startsWith("#")) return { type: "open", length: 1 };
  if (rest.startsWith("/")) return { type: "close", length: 1 };
  if (rest.startsWith(">")) return { type: "partial", length: 1 };
  if (rest.startsWith("&")) return { type: "value", length: 1 };
  if (rest.startsWith("^")) {
    return text.slice(from + 1, close).trim() === ""
      ? { type: "else", length: 1 }
      : { type: "inverse-open", length: 1 };
  }
  const otherwise = /^\s*else(?=\s|$)/.exec(rest);
  if (otherwise && (otherwise[0].length < rest.length || rest.length <= close - from)) {
    return { type: "else", length: otherwise[0].length };
  }
  return { type: "value", length: 0 };
}
