import Table from "cli-table3";

export interface TableOptions {
  /** Columns that hold numbers. */
  readonly right?: readonly number[];
  /** Columns of the terminal. */
  readonly width?: number;
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
