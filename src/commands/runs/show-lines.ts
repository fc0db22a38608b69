import { countOf, formatBytes, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { shorten, textWidth } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";

/** A heading and what stands below it. */
export interface Section {
  readonly title: string;
  readonly lines: readonly string[];
}

/** Keys and values in columns as wide as the longest key. */
export function pairLines(ui: Ui, pairs: readonly (readonly [string, string])[], limit = 40): string[] {
  const shown = [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, ui.mode.verbose ? pairs.length : limit)
    .map(([key, value]) => [shorten(displayPath(key), 40), displayPath(value)] as const);
  const width = Math.max(0, ...shown.map(([key]) => textWidth(key)));
  const room = Math.max(20, ui.mode.width - width - 4);
  const lines = shown.map(
    ([key, value]) =>
      `${key}${" ".repeat(width - textWidth(key))}  ${ui.mode.verbose ? value : shorten(value, room)}`,
  );
  return [...lines, ...moreLine(ui, pairs.length - shown.length)];
}

export function moreLine(ui: Ui, count: number): string[] {
  return count > 0 ? [ui.theme.dim(`… ${formatCount(count)} more with --verbose`)] : [];
}

/** `3 files, 1.2 kB`. */
export function sizeText(files: number, bytes: number): string {
  return `${countOf(files, "file")}, ${formatBytes(bytes)}`;
}
