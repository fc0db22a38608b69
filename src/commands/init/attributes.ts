import { ignoreAttributes, pointerAttributes } from "../../git/merge-driver.js";

/** `text` with the lines that say how git merges pointers and ignore rules; unchanged if it says so already. */
export function withMergeAttributes(text: string): string {
  const missing = [
    ...(/^[^#\n]*\bmerge=mlx\b/m.test(text) ? [] : [pointerAttributes]),
    ...(/^[^#\n]*\.gitignore\s[^#\n]*\bmerge\b/m.test(text) ? [] : [ignoreAttributes]),
  ];
  if (missing.length === 0) return text;
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const start = text === "" || text.endsWith("\n") ? text : `${text}${eol}`;
  return start + missing.map((line) => line + eol).join("");
}
