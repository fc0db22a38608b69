import { rolePattern, roles } from "../types.js";
import type { Dialect } from "./dialect.js";
import { TagReader } from "./read-tag.js";
import type { Segment } from "./segment.js";
import { TemplateFault } from "./template-fault.js";

const opener = /\{[{%#]/g;
const rawOpeners = {
  raw: /\{%[-+]?\s*(raw)\s*(?:-%\}|\+?%\})/y,
  "raw|verbatim": /\{%[-+]?\s*(raw|verbatim)\s*(?:-%\}|\+?%\})/y,
} as const;
const rawCloser = /\{%[-+]?\s*endraw\s*(?:-%\}|\+?%\})/g;
const verbatimCloser = /\{%[-+]?\s*endverbatim\s*(?:-%\}|\+?%\})/g;
const roleLine = new RegExp(`(${rolePattern}):[ \\t]*`, "g");
const leadingSpace = /\s*/y;

/**
 * Cuts a template into literal text, role lines, comments and tags, in one pass.
 * @param start where the template begins in `text`. @param end where it ends; excluded.
 */
export function* readSegments(
  whole: string,
  start: number,
  end: number,
  dialect: Dialect,
): Generator<Segment> {
  const text = end === whole.length ? whole : whole.slice(0, end);
  const tags = new TagReader(text, dialect.strictEquality);
  const rawOpener = rawOpeners[dialect.raw];
  let at = start;
  let trims = false;
  while (at < text.length) {
    opener.lastIndex = at;
    const found = opener.exec(text);
    const next = found?.index ?? text.length;
    const trimsBefore = found !== null && text[next + 2] === "-";
    const from = trims ? skipSpace(text, at, next) : at;
    yield* dialect.roles
      ? readText(text, start, from, next, trimsBefore)
      : plainText(text, from, next, trimsBefore);
    if (!found) return;
    if (found[0] === "{#") {
      const comment = readComment(text, next);
      yield comment.segment;
      ({ end: at, trims } = comment);
      continue;
    }
    rawOpener.lastIndex = next;
    const raw = found[0] === "{%" ? rawOpener.exec(text) : null;
    if (raw) {
      const block = readRaw(text, next, raw[0], raw[1] === "verbatim" ? verbatimCloser : rawCloser);
      yield block.segment;
      ({ end: at, trims } = block);
      continue;
    }
    const tag = tags.read(found[0] === "{{" ? "output" : "statement", next);
    yield { kind: "tag", tag };
    at = tag.end;
    trims = tag.trimsAfter;
  }
}

/** What stands in the text between two tags: literal text and role lines. */
function* readText(
  text: string,
  first: number,
  from: number,
  to: number,
  trimEnd: boolean,
): Generator<Segment> {
  let at = from;
  const stretch = text.slice(from, to);
  for (const match of stretch.matchAll(roleLine)) {
    const start = from + match.index;
    const end = start + match[0].length;
    const role = roles.find((name) => name === match[1]);
    if (role === undefined || !isWholeLine(text, first, start, end)) continue;
    if (start > at) yield { kind: "text", text: text.slice(at, start), start: at, end: start };
    yield { kind: "role", role, start, end };
    at = end;
  }
  yield* plainText(text, at, to, trimEnd);
}

function* plainText(text: string, from: number, to: number, trimEnd: boolean): Generator<Segment> {
  const end = trimEnd ? from + text.slice(from, to).trimEnd().length : to;
  if (end > from) yield { kind: "text", text: text.slice(from, end), start: from, end };
}

function isWholeLine(text: string, first: number, start: number, end: number): boolean {
  const begins = start === first || text[start - 1] === "\n" || text[start - 1] === "\r";
  return begins && (end === text.length || text[end] === "\n" || text[end] === "\r");
}

interface Block {
  readonly segment: Segment;
  readonly end: number;
  readonly trims: boolean;
}

function readComment(text: string, start: number): Block {
  const close = text.indexOf("#}", start + 2);
  if (close === -1) {
    return unclosed(text, new TemplateFault("`{#` is not closed", start, start + 2, "end it with `#}`"));
  }
  const inner = text.slice(start + 2, close).replace(/^[-+]/, "");
  const trims = inner.endsWith("-");
  const body = inner.replace(/[-+]$/, "");
  return { segment: { kind: "comment", text: body, start, end: close + 2 }, end: close + 2, trims };
}

/** `{% raw %}`: what is inside is literal text, without role lines. */
function readRaw(text: string, start: number, tag: string, closer: RegExp): Block {
  closer.lastIndex = start + tag.length;
  const close = closer.exec(text);
  if (!close) {
    const hint = "end it with `{% endraw %}`";
    return unclosed(text, new TemplateFault("`raw` is never closed", start, start + tag.length, hint));
  }
  const from = tag.endsWith("-%}") ? skipSpace(text, start + tag.length, close.index) : start + tag.length;
  const inner = text.slice(from, close.index);
  const body = close[0].startsWith("{%-") ? inner.trimEnd() : inner;
  const end = close.index + close[0].length;
  const segment = { kind: "text", text: body, start: from, end: from + body.length } as const;
  return { segment, end, trims: close[0].endsWith("-%}") };
}

function unclosed(text: string, fault: TemplateFault): Block {
  return { segment: { kind: "fault", fault }, end: text.length, trims: false };
}

/** @returns the first place from `at` on, `to` at most, that is not white space. */
function skipSpace(text: string, at: number, to: number): number {
  leadingSpace.lastIndex = at;
  return Math.min(to, at + (leadingSpace.exec(text)?.[0].length ?? 0));
}
