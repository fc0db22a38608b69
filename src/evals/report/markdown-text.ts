import { displayPath } from "../../core/visible-text.js";

/** Cuts a text to so many characters, with `…` where something is left out. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/**
 * A text as code within a line or a cell of a table. In code nothing is mark-up, nobody is notified by an `@name` and no number becomes a
 * link: names, reasons and outputs may have been written by anybody.
 */
export function codeSpan(text: string, longest: number): string {
  const line = displayPath(cutText(text.replace(/\s+/g, " ").trim(), longest));
  if (line === "") return "";
  const ticks = "`".repeat(longestRun(line) + 1);
  const padded = line.startsWith("`") || line.endsWith("`") ? ` ${line} ` : line;
  return `${ticks}${padded.replaceAll("|", "\\|")}${ticks}`;
}

/** A text of several lines as a block of code. */
export function codeBlock(text: string, longest: number): string {
  const lines = cutText(text, longest)
    .split(/\r\n|\r|\n/)
    .map((line) => displayPath(line));
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return [fence, ...lines, fence].join("\n");
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

/** A table; cells are Markdown already. @param right columns that hold numbers. */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[],
): string {
  const rule = headings.map((_, column) => (right.includes(column) ? "--:" : ":--"));
  return [headings, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
