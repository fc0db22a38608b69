import Table from "cli-table3";
import { colouredWidth } from "./text-width.js";
import { wrapText } from "./wrap-text.js";

export interface TableOptions {
  /** Columns that hold numbers. */
  readonly right?: readonly number[];
  /** Columns of the terminal; absent where lines may have any length. */
  readonly width?: number;
  /**
   * The last column, which has a heading, is prose, of one line or several: it is broken to fit the width, or stands below its row where there
   * is no room beside it.
   */
  readonly prose?: boolean;
  /** How a heading is styled. */
  readonly heading?: (text: string) => string;
}

const gap = 2;
const none = "";
const borderless = {
  top: none,
  "top-mid": none,
  "top-left": none,
  "top-right": none,
  bottom: none,
  "bottom-mid": none,
  "bottom-left": none,
  "bottom-right": none,
  left: none,
  "left-mid": none,
  mid: none,
  "mid-mid": none,
  right: none,
  "right-mid": none,
  middle: " ".repeat(gap),
};

/** Rows under their headings in aligned columns, without borders and without spaces at the ends of lines. */
export function tableText(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  if (options.prose === true && options.width !== undefined) {
    return withProse(headers, rows, { ...options, width: options.width });
  }
  const heading = options.heading ?? ((text: string) => text);
  const table = new Table({
    chars: borderless,
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    colAligns: headers.map((_, column) => (options.right?.includes(column) ? "right" : "left")),
    head: headers.map((text) => heading(text)),
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "")
    .join("\n");
}

/** The fewest columns in which prose stands beside its row. */
const leastProse = 48;
const indent = 4;

function withProse(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  { width, prose: _, ...options }: TableOptions & { readonly width: number },
): string {
  const firsts = [headers, ...rows].map((row) => row.slice(0, -1));
  const columns = Math.max(...firsts.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_cell, column) =>
    firsts.reduce((most, row) => Math.max(most, colouredWidth(row[column] ?? "")), 0),
  );
  const room = width - widths.reduce((sum, each) => sum + each + gap, 0);
  const prose = (row: readonly string[]) => (row.at(-1) ?? "").split("\n");
  const last = (row: readonly string[], space: number) => prose(row).flatMap((line) => wrapText(line, space));
  const longest = Math.max(0, ...[headers, ...rows].flatMap(prose).map(colouredWidth));
  if (room >= Math.min(leastProse, longest)) {
    const broken = rows.map((row) => [...row.slice(0, -1), last(row, room).join("\n")]);
    return tableText(headers, broken, options);
  }
  const [head = "", ...lines] = tableText(headers.slice(0, -1), firsts.slice(1), options).split("\n");
  const below = lines.flatMap((line, index) => {
    const texts = last(rows[index] ?? [], width - indent).filter((text) => text !== "");
    return [line, ...texts.map((text) => " ".repeat(indent) + text)];
  });
  return [head, ...below].join("\n");
}
