import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { CheckedData, CheckedPart } from "../../drift/checked.js";
import { effectText } from "../../drift/figures.js";
import { fitColumns, fittedText } from "../../ui/fit-columns.js";
import { levelBars } from "../../ui/level-bars.js";
import type { Ui } from "../../ui/ui.js";
import { verdictSign, verdictStyle } from "./verdict-cells.js";

/** Rows of a table of windows or segments that are shown. */
const mostRows = 40;
/** A whole bar stands for the farthest window, and for so many times what would be drift at least. */
const leastWhole = 2;

/** Windows and segments, a row each. */
export function partLines(ui: Ui, { windows, segments = [] }: CheckedData): string[] {
  return [
    ...(windows
      ? [
          "",
          `${ui.theme.bold(`windows of ${windows.length}`)} by ${displayPath(windows.column)}  ${timeline(ui, windows.parts)}`,
          ...rowsOf(ui, "from", windows.parts, windows.skipped, "earlier"),
        ]
      : []),
    ...segments.flatMap(({ column, parts, against, skipped }) => [
      "",
      `${ui.theme.bold("segments")} by ${displayPath(column)}, each against ${against === "segment" ? "its own in the baseline's data" : "the whole baseline: its data is not at hand"}`,
      ...rowsOf(ui, displayPath(column), parts, skipped, "smaller"),
    ]),
  ];
}

/** One character a window: how far it is off, in the colour of its verdict. */
function timeline(ui: Ui, all: readonly CheckedPart[]): string {
  const parts = all.slice(-60);
  const whole = Math.max(leastWhole, ...parts.map(farthest));
  return parts
    .map((part) => {
      if (part.verdict === "inconclusive") return verdictSign(ui.theme, part.verdict);
      const bar = levelBars([Math.max(farthest(part), 0.01)], whole);
      return verdictStyle(ui.theme, part.verdict)(bar);
    })
    .join("");
}

function farthest({ columns }: CheckedPart): number {
  return columns.reduce((most, { distance }) => Math.max(most, distance), 0);
}

function rowsOf(
  ui: Ui,
  heading: string,
  parts: readonly CheckedPart[],
  skipped: number,
  more: string,
): string[] {
  const shown = more === "earlier" ? parts.slice(-mostRows) : parts.slice(0, mostRows);
  const hidden = skipped + parts.length - shown.length;
  const style = (text: string, row: number) => {
    const part = shown[row];
    return part === undefined ? text : verdictStyle(ui.theme, part.verdict)(text);
  };
  const table = fitColumns(
    [
      { heading, cells: shown.map(({ label }) => displayPath(label)), narrowest: 10, widest: 30 },
      { heading: "rows", cells: shown.map(({ rows }) => formatCount(rows)), right: true, worth: 1 },
      { heading: "verdict", cells: shown.map(({ verdict }) => verdict), style },
      { heading: "most drifted", cells: shown.map(farthestColumns), narrowest: 20, worth: 2 },
    ],
    ui.mode.width,
  );
  return [
    ...fittedText(table, ui.theme).split("\n"),
    ...(hidden > 0 ? [ui.theme.dim(`and ${countOf(hidden, `${more} part`)}`)] : []),
  ];
}

/** `temp_max 3.1×, wind 1.2×`: as multiples of what would be drift. */
function farthestColumns(part: CheckedPart): string {
  if (part.verdict === "inconclusive") return part.reason;
  const told = part.columns.filter(({ verdict }) => verdict === "drift" || verdict === "warning").slice(0, 3);
  return told
    .map(({ name, distance }) => `${displayPath(name)}${distance > 0 ? ` ${effectText(distance)}×` : ""}`)
    .join(", ");
}
