import { formatNumber } from "../core/format-number.js";
import { type CurvePoint, keepExtremes } from "./keep-extremes.js";

export interface TextChartOptions {
  /** Columns and rows of the terminal, labels and axis included. */
  readonly width: number;
  readonly height: number;
  readonly xLabel: string;
}

/** A curve drawn with braille dots, four rows and two columns of them a character; NaN and the infinities are gaps. */
export function textChart(points: readonly CurvePoint[], options: TextChartOptions): string {
  const finite = points.filter(({ y }) => Number.isFinite(y));
  if (finite.length === 0) return "";
  const [low, high] = padded(rangeOf(finite.map(({ y }) => y)));
  const [from, to] = padded(rangeOf(points.map(({ x }) => x)), 0);
  const labels = [formatNumber(high), formatNumber(low)];
  const margin = Math.max(...labels.map((label) => label.length));
  const rows = Math.max(2, options.height - 2);
  const dots = new DotGrid(Math.max(4, options.width - margin - 2), rows);
  const place = ({ x, y }: CurvePoint) => ({
    column: Math.round(((x - from) / (to - from || 1)) * (dots.width - 1)),
    row: Math.round((1 - (y / 2 - low / 2) / (high / 2 - low / 2)) * (dots.height - 1)),
  });
  let before: CurvePoint | undefined;
  for (const point of keepExtremes(points, dots.width)) {
    if (Number.isFinite(point.y)) dots.line(place(before ?? point), place(point));
    before = Number.isFinite(point.y) ? point : undefined;
  }
  const lines = dots.lines().map((line, row) => {
    const label = row === 0 ? labels[0] : row === rows - 1 ? labels[1] : "";
    return `${(label ?? "").padStart(margin)} │${line}`.trimEnd();
  });
  const [start, end] = [`${options.xLabel} ${formatNumber(from)}`, formatNumber(to)];
  const axis = `${" ".repeat(margin)} └${"─".repeat(dots.width / 2)}`;
  const room = Math.max(1, dots.width / 2 - start.length - end.length);
  return [...lines, axis, `${" ".repeat(margin + 2)}${start}${" ".repeat(room)}${end}`].join("\n");
}

function rangeOf(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** A range that is a single value gets room on both sides. */
function padded([low, high]: [number, number], room = Math.abs(low) * 0.1 || 1): [number, number] {
  return low === high ? [low - room, high + room] : [low, high];
}

interface Dot {
  readonly column: number;
  readonly row: number;
}

/** The bit of each dot of a braille character, by row and column. */
const bits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

class DotGrid {
  readonly width: number;
  readonly height: number;
  readonly #cells: Uint8Array;

  constructor(
    private readonly columns: number,
    private readonly rows: number,
  ) {
    this.width = columns * 2;
    this.height = rows * 4;
    this.#cells = new Uint8Array(columns * rows);
  }

  line(from: Dot, to: Dot): void {
    const steps = Math.max(Math.abs(to.column - from.column), Math.abs(to.row - from.row), 1);
    for (let step = 0; step <= steps; step++) {
      const share = step / steps;
      this.#set(
        Math.round(from.column + (to.column - from.column) * share),
        Math.round(from.row + (to.row - from.row) * share),
      );
    }
  }

  lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      const cells = this.#cells.subarray(row * this.columns, (row + 1) * this.columns);
      return Array.from(cells, (cell) => (cell === 0 ? " " : String.fromCodePoint(0x2800 + cell))).join("");
    });
  }

  #set(column: number, row: number): void {
    const index = Math.floor(row / 4) * this.columns + Math.floor(column / 2);
    this.#cells[index] = (this.#cells[index] ?? 0) | (bits[row % 4]?.[column % 2] ?? 0);
  }
}
