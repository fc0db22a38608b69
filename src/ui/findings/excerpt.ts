import type { Finding } from "../../core/finding.js";
import { textWidth } from "../text-width.js";
import { visibleLine } from "./visible-line.js";

/** A line of source as it is shown, and what of it is marked; both in columns of the terminal. */
export interface Excerpt {
  readonly text: string;
  readonly before: number;
  readonly marked: number;
}

/** How much of the line before the place is kept where not all of it fits. */
const lead = 20;

/** The part of a line that a finding is about. */
export function excerptOf({ line, column, end }: Finding, source: string, width: number): Excerpt {
  const start = Math.min(column - 1, source.length);
  const stop = end?.line === line ? Math.max(start, end.column - 1) : end ? source.length : start;
  const fits = textWidth(visibleLine(source.slice(0, stop))) < width;
  const from = fits ? firstLetter(source, start) : Math.max(0, start - lead);
  const cut = from > 0 && source.slice(0, from).trim() !== "" ? "…" : "";
  const shown = cut + visibleLine(whole(source.slice(from, start)));
  const before = fits ? shown : lastColumns(shown, Math.floor(width / 2));
  const marked = visibleLine(whole(source.slice(start, Math.min(stop, start + width))));
  const after = visibleLine(source.slice(stop, stop + width));
  const text = fitted(before + marked + after, width);
  return {
    text,
    before: textWidth(before),
    marked: Math.max(1, Math.min(textWidth(marked), width - textWidth(before))),
  };
}

/** Indentation tells nothing, unless the place lies in it. */
function firstLetter(source: string, start: number): number {
  return Math.min(start, source.length - source.trimStart().length);
}

/** The end of a text; characters that are written out may make a short stretch a long one. */
function lastColumns(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return `…${[...text].slice(1 - width).join("")}`;
}

/** Without half of a character at either end. */
function whole(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
}

function fitted(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += textWidth(character);
    if (used >= width) break;
    kept += character;
  }
  return `${kept}…`;
}
