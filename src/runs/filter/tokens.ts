import { type FilterSource, filterError } from "./filter-error.js";

/** A part of a name without its quotes, and where it begins. */
export interface NamePart {
  readonly text: string;
  readonly start: number;
}

interface Place {
  /** As it was written. */
  readonly raw: string;
  /** Offset in the text, counted from 0. */
  readonly start: number;
}

/** `end` stands behind the last one. */
export type Token = Place &
  (
    | { readonly kind: "name"; readonly entity?: NamePart; readonly key: NamePart }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "symbol" | "end" }
  );

const space = /\s*/y;
const bareHead = /[\p{L}_][\p{L}\p{N}_]*/uy;
const bareKey = /[^\s=!<>'"`(),;]+/y;
const number = /-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\p{L}\p{N}_.])/uy;
const symbol = /[<>!=]+|[(),;]|[^\s\w'"`]+/y;

/** @throws {MlxError} `MLX_INVALID_FILTER` for a quote that is not closed and for characters without a meaning. */
export function tokenize(source: FilterSource): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(space, source.text, at)?.length ?? 0;
    if (at >= source.text.length) return [...tokens, { kind: "end", raw: "", start: at }];
    const token = tokenAt(source, at);
    tokens.push(token);
    at += token.raw.length;
  }
}

function tokenAt(source: FilterSource, start: number): Token {
  const { text } = source;
  const first = text[start];
  if (first === "'" || first === '"') {
    const raw = quotedAt(source, start);
    return { kind: "text", value: unquoted(raw), raw, start };
  }
  if (first === "`" || matchAt(bareHead, text, start) !== undefined) return nameAt(source, start);
  const digits = matchAt(number, text, start);
  if (digits !== undefined) return { kind: "number", value: Number(digits), raw: digits, start };
  const raw = matchAt(symbol, text, start) ?? matchAt(bareKey, text, start) ?? text.slice(start, start + 1);
  return { kind: "symbol", raw, start };
}

/** `key`, or an entity, a dot and a key, which may be in backticks or double quotes and have dots. */
function nameAt(source: FilterSource, start: number): Token {
  const { text } = source;
  const head = text[start] === "`" ? quotedAt(source, start) : (matchAt(bareHead, text, start) ?? "");
  const first: NamePart = { text: unquoted(head), start };
  if (text[start + head.length] !== ".") return { kind: "name", key: first, raw: head, start };
  const keyStart = start + head.length + 1;
  const quote = text[keyStart];
  const key =
    quote === "`" || quote === '"' ? quotedAt(source, keyStart) : (matchAt(bareKey, text, keyStart) ?? "");
  const name = unquoted(key);
  if (name === "") throw filterError(source, keyStart, `a key must follow ${head}.`);
  return {
    kind: "name",
    entity: first,
    key: { text: name, start: keyStart },
    raw: text.slice(start, keyStart + key.length),
    start,
  };
}

/** From a quote to the one that closes it; a doubled one stands for itself. */
function quotedAt(source: FilterSource, start: number): string {
  const quote = source.text[start] ?? "";
  for (let at = start + 1; at < source.text.length; at++) {
    if (source.text[at] !== quote) continue;
    if (source.text[at + 1] !== quote) return source.text.slice(start, at + 1);
    at++;
  }
  throw filterError(source, start, `the quote ${quote} is not closed`);
}

function unquoted(raw: string): string {
  const quote = raw[0];
  if (quote !== "'" && quote !== '"' && quote !== "`") return raw;
  return raw.slice(1, -1).replaceAll(quote + quote, quote);
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
