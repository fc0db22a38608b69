import { parseJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { isMapping } from "../graders/assertion-value.js";

/** A JSON object in a text. */
export interface FoundObject {
  readonly value: { readonly [key: string]: Json };
  /** Keys that stand in it more than once, which JSON readers pass over in silence. */
  readonly repeats: readonly string[];
}

/**
 * The JSON objects of a text that stand in no other brackets. Strict: what only looks like JSON is not one, and behind a
 * bracket that is never closed nothing is looked for, since it may stand inside of something that was cut.
 */
export function objectsIn(text: string): FoundObject[] {
  const found: FoundObject[] = [];
  for (let start = nextBracket(text, 0); start !== -1; ) {
    const end = closing(text, start);
    if (end === undefined) return found;
    const value = parseJson(text.slice(start, end));
    if (isMapping(value)) found.push({ value, repeats: repeatedKeys(text.slice(start, end)) });
    start = nextBracket(text, end);
  }
  return found;
}

function nextBracket(text: string, from: number): number {
  const index = text.slice(from).search(/[{[]/);
  return index === -1 ? -1 : from + index;
}

/** Behind the bracket that closes the one at `start`. */
function closing(text: string, start: number): number | undefined {
  let depth = 0;
  for (const { at, sign } of signs(text, start)) {
    if (sign === "{" || sign === "[") depth++;
    else if ((sign === "}" || sign === "]") && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Of an object's text, at its first level. */
function repeatedKeys(text: string): string[] {
  const keys = new Set<string>();
  const repeats: string[] = [];
  let depth = 0;
  for (const { sign } of signs(text, 0)) {
    if (sign === "{" || sign === "[") depth++;
    else if (sign === "}" || sign === "]") depth--;
    else if (depth === 1) {
      const key = JSON.stringify(parseJson(sign.slice(0, -1).trimEnd()) ?? sign);
      if (keys.has(key)) repeats.push(key.slice(1, -1));
      keys.add(key);
    }
  }
  return repeats;
}

/** Brackets, and texts in quotes with a colon behind them; brackets in texts are passed over. */
function* signs(text: string, from: number): Generator<{ readonly at: number; readonly sign: string }> {
  const pattern = /"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/gs;
  pattern.lastIndex = from;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [sign] = match;
    if (!sign.startsWith('"') || sign.endsWith(":")) yield { at: match.index, sign };
  }
}
