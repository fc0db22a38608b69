import { appendLines } from "../../core/append-lines.js";
import { ignoreAttributes, pointerAttributes } from "../../git/merge-driver.js";

/** `text` with the lines that say how git merges pointers and ignore rules; unchanged if it says so already. */
export function withMergeAttributes(text: string): string {
  const missing = [
    ...(/^[^#\n]*\bmerge=mlx\b/m.test(text) ? [] : [pointerAttributes]),
    ...(/^[^#\n]*\.gitignore\s[^#\n]*\bmerge\b/m.test(text) ? [] : [ignoreAttributes]),
  ];
  return missing.length === 0 ? text : appendLines(text, missing);
}
