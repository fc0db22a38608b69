import { colouredWidth, textWidth } from "./text-width.js";
import { wrapText } from "./wrap-text.js";

/** A row of cells, or a text that stands across all columns and widens none. */
export type ColumnLine = readonly string[] | string;

const gap = 2;
/** Columns that a cell has at least. */
const leastRoom = 6;
const esc = String.fromCharCode(27);
/** A text that is in one colour as a whole. */
const coloured = new RegExp(`^(${esc}\\[[0-9;]*m)([^${esc}]*)(${esc}\\[[0-9;]*m)$`);

/**
 * Rows in aligned columns. Where they are wider than `width`, the widest columns give way, and their cells go on below: nothing is cut. The
 * first column, which names the rows, keeps up to a third of the width, or what the others leave.
 * @param width columns of the terminal; Infinity where lines may have any length.
 */
export function wrappedColumns(lines: readonly ColumnLine[], width: number): string {
  const rows = lines.filter((line) => typeof line !== "string");
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const natural = Array.from({ length: count }, (_, column) =>
    rows.reduce((most, row) => Math.max(most, colouredWidth(row[column] ?? "")), 0),
  );
  const [names = 0, ...values] = natural;
  const room = width - gap * (count - 1);
  const rest = values.reduce((sum, value) => sum + value, 0);
  const first = Math.min(names, Math.max(leastRoom, Math.floor(room / 3), room - rest));
  const widths = [first, ...shares(values, room - first)];
  return lines
    .flatMap((line) => (typeof line === "string" ? wrapText(line, width) : rowLines(line, widths)))
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Every column keeps its width where that is no more than an even share of what the narrower ones leave. */
function shares(natural: readonly number[], room: number): number[] {
  const narrowest = [...natural].sort((a, b) => a - b);
  let left = room;
  let level = Number.POSITIVE_INFINITY;
  for (const [at, width] of narrowest.entries()) {
    level = Math.max(leastRoom, Math.floor(left / (narrowest.length - at)));
    if (width > level) break;
    left -= width;
    level = Number.POSITIVE_INFINITY;
  }
  return natural.map((width) => Math.min(width, level));
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const cells = row.map((cell, column) => cellLines(cell, widths[column] ?? 0));
  const height = cells.reduce((most, lines) => Math.max(most, lines.length), 1);
  return Array.from({ length: height }, (_, at) =>
    cells
      .map((lines, column) => {
        const text = lines[at] ?? "";
        return text + " ".repeat(Math.max(0, (widths[column] ?? 0) - colouredWidth(text)));
      })
      .join(" ".repeat(gap)),
  );
}

/** The lines of a cell, each in its colour and, after the first, indented as that one. */
function cellLines(cell: string, width: number): string[] {
  if (colouredWidth(cell) <= width) return [cell];
  const [, start = "", inside = "", end = ""] = coloured.exec(cell) ?? [];
  if (start !== "") return cellLines(inside, width).map((line) => start + line + end);
  const indent = /^ */.exec(cell)?.[0] ?? "";
  const room = width - indent.length;
  return wrapText(cell.slice(indent.length), room)
    .flatMap((line) => broken(line, room))
    .map((line) => indent + line);
}

/** A word that is too long for a line, in pieces. */
function broken(word: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const character of word) {
    if (textWidth(line + character) > width) {
      lines.push(line);
      line = "";
    }
    line += character;
  }
  return [...lines, line];
}
