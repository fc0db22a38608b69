import { type ScaleLinear, scaleLinear } from "d3-scale";
import { type Markup, markup } from "../../../../core/markup.js";
import { shortened } from "../../../../core/shortened.js";
import type { Interval } from "../../../../stats/types.js";
import { type FigureKind, figureText, tickText } from "./scale-text.js";

/** A figure with its uncertainty, in a row of its own. */
export interface IntervalRow {
  readonly label: Markup | string;
  readonly value: number;
  readonly interval: Interval | undefined;
  /** What stands in the columns behind it. */
  readonly cells?: readonly (Markup | string)[];
  /** Colours the dot; the row says the same in words. */
  readonly tone?: "good" | "bad" | "warn";
}

export interface IntervalTable {
  /** Over the labels. */
  readonly heading: string;
  /** Over the figures: `pass rate`. */
  readonly figure: string;
  readonly kind: FigureKind;
  readonly rows: readonly IntervalRow[];
  /** Over the columns behind the figures. */
  readonly headings?: readonly string[];
  /** A line through all rows: the figure of the whole, or no difference. */
  readonly reference?: { readonly value: number; readonly label: string };
}

/** Of names of suites, metrics and slices that say more than a table has room for. */
export const longestLabel = 160;
/** From so many columns behind the figures on, all of them stand closer. */
const manyHeadings = 5;
const width = 260;
const inset = 8;
const height = 22;

/** Dots and whiskers over a common axis, as a table that says the figures, too. */
export function intervalTable(table: IntervalTable): Markup {
  const { rows, kind, reference, headings = [] } = table;
  const many = headings.length >= manyHeadings;
  const x = axisOf(rows, reference?.value, kind);
  const body = rows.map(
    (row) =>
      markup`<tr><th scope="row">${typeof row.label === "string" ? shortened(row.label, longestLabel) : row.label}</th><td class="plot">${plotOf(row, x, reference?.value, kind)}</td><td class="num">${figureText(kind, row.value)}</td><td class="num soft">${rangeText(kind, row.interval)}</td>${(row.cells ?? []).map((cell) => markup`<td class="num">${cell}</td>`)}</tr>\n`,
  );
  const more = headings.map((heading) => markup`<th scope="col" class="num">${heading}</th>`);
  return markup`<div class="scroll"><table class="figures${many ? " many" : ""}"><thead><tr><th scope="col">${table.heading}</th><th scope="col" class="plot"><span class="sr">chart</span></th><th scope="col" class="num">${table.figure}</th><th scope="col" class="num">95% interval</th>${more}</tr></thead><tbody>
${body}</tbody><tfoot aria-hidden="true"><tr><td></td><td class="plot">${axisMarks(x, kind, many ? 3 : 4)}</td><td colspan="${2 + headings.length}" class="soft">${reference?.label}</td></tr></tfoot></table></div>`;
}

type Axis = ScaleLinear<number, number>;

function axisOf(rows: readonly IntervalRow[], reference: number | undefined, kind: FigureKind): Axis {
  const values = rows.flatMap(({ value, interval }) => [value, ...(interval ?? [])]);
  if (reference !== undefined) values.push(reference);
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) [low, high] = kind === "rate" ? [low - 0.05, high + 0.05] : [low - 1, high + 1];
  const x = scaleLinear([low, high], [inset, width - inset]).nice(4);
  if (kind !== "rate") return x;
  const [start = 0, end = 1] = x.domain();
  return x.domain([Math.max(0, start), Math.min(1, end)]);
}

function plotOf(
  { value, interval, tone }: IntervalRow,
  x: Axis,
  reference: number | undefined,
  kind: FigureKind,
): Markup {
  const middle = height / 2;
  const at = (position: number) => x(position).toFixed(1);
  const guide =
    reference === undefined
      ? undefined
      : markup`<line class="guide" x1="${at(reference)}" x2="${at(reference)}" y1="0" y2="${height}"/>`;
  const whisker =
    interval &&
    markup`<path class="whisker" d="M${at(interval[0])} ${middle}H${at(interval[1])}M${at(interval[0])} ${middle - 4}v8M${at(interval[1])} ${middle - 4}v8"/>`;
  const range = interval ? `, 95% interval ${rangeText(kind, interval)}` : "";
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${figureText(kind, value)}${range}">${guide}${whisker}<circle class="dot${tone ? ` ${tone}` : ""}" cx="${at(value)}" cy="${middle}" r="4.5"/></svg>`;
}

function axisMarks(x: Axis, kind: FigureKind, about: number): Markup {
  const ticks = x.ticks(about).map((tick) => {
    const at = x(tick);
    const anchor = at < inset + 12 ? "start" : at > width - inset - 12 ? "end" : "middle";
    const shift = anchor === "start" ? -4 : anchor === "end" ? 4 : 0;
    return markup`<path class="axis" d="M${at.toFixed(1)} 0v4"/><text x="${(at + shift).toFixed(1)}" y="16" text-anchor="${anchor}">${tickText(kind, tick)}</text>`;
  });
  return markup`<svg viewBox="0 0 ${width} ${height}"><path class="axis" d="M${inset} .5H${width - inset}"/>${ticks}</svg>`;
}

function rangeText(kind: FigureKind, interval: Interval | undefined): string {
  return interval === undefined ? "" : interval.map((end) => figureText(kind, end)).join(" to ");
}
