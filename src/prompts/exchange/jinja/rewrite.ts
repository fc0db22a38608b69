import type { TextMap } from "../text-map.js";

/** What is written otherwise here and means the same: in Jinja, and what Nunjucks calls by other names. */
const rewrites: readonly (readonly [RegExp, string])[] = [
  [/\.items\(\)/g, " | items"],
  [/\|\s*dump\((\d+)\)/g, "| tojson(indent=$1)"],
  [/\|\s*dump\b(?!\()/g, "| tojson"],
  [/(\{%-?\s*)elseif\b/g, "$1elif"],
];

/** Adds a template to a text, with the ways of writing that our language lacks put into those that it has. */
export function appendRewritten(map: TextMap, text: string, originOf: (index: number) => number): void {
  let at = 0;
  for (const { start, end } of tagsOf(text)) {
    const written = text.slice(start, end);
    const rewritten = rewrites.reduce((tag, [pattern, by]) => tag.replace(pattern, by), written);
    if (rewritten === written) continue;
    append(map, text.slice(at, start), at, originOf);
    // Up to where the two differ the places are exact.
    const same = commonLength(written, rewritten);
    append(map, rewritten.slice(0, same), start, originOf);
    map.insert(rewritten.slice(same), originOf(start + same));
    at = end;
  }
  append(map, text.slice(at), at, originOf);
}

const closings: Readonly<Record<string, string>> = { "{{": "}}", "{%": "%}", "{#": "#}" };

/** The tags of a template but its comments; what follows one that does not end is left to the parser. */
function* tagsOf(text: string): Generator<{ readonly start: number; readonly end: number }> {
  const opening = /\{[{%#]/g;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const close = text.indexOf(closings[found[0]] ?? "", found.index + 2);
    if (close < 0) return;
    opening.lastIndex = close + 2;
    if (found[0] !== "{#") yield { start: found.index, end: close + 2 };
  }
}

function append(map: TextMap, text: string, from: number, originOf: (index: number) => number): void {
  map.append(text, (index) => originOf(from + index));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}
