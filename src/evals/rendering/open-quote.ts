import type { ScriptSpec } from "../types.js";

const lineComments = { javascript: "//", python: "#", ruby: "#" } as const;

/**
 * The quote that is open at a place of a code; undefined outside of quotes. What it is not sure of counts as outside: the
 * inner of `${…}`, comments, regular expressions.
 */
export function openQuote(code: string, end: number, language: ScriptSpec["language"]): string | undefined {
  let quote: string | undefined;
  for (let at = 0; at < end; at++) {
    const character = code.charAt(at);
    if (quote === undefined) {
      const comment = lineComments[language];
      if (code.startsWith(comment, at)) {
        const next = code.indexOf("\n", at);
        if (next === -1 || next >= end) return undefined;
        at = next;
      } else if (language === "javascript" && code.startsWith("/", at)) {
        // A regular expression or a comment of several lines may hold a quote that opens nothing.
        if (!/[\w)\]]\s*$/.test(code.slice(0, at))) return undefined;
      } else if (character === '"' || character === "'" || (character === "`" && language === "javascript")) {
        if (code.startsWith(character.repeat(3), at) && language === "python") return undefined;
        quote = character;
      }
    } else if (character === "\\") at++;
    else if (character === quote) quote = undefined;
    else if (quote === "`" && code.startsWith("${", at)) return undefined;
    else if (character === "\n" && quote !== "`") quote = undefined;
  }
  return quote;
}
