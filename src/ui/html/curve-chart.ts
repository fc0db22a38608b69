import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { type Markup, markup } from "../../core/markup.js";
import type { CurvePoint } from "../keep-extremes.js";
import { curveDashes, curveHue } from "./curve-colour.js";

/** One curve of a chart. */
export interface Curve {
  readonly label: string;
  /** In order of x; NaN and the infinities are gaps. */
  readonly points: readonly CurvePoint[];
  /** Its place in the legend. */
  readonly place: number;
}

export interface CurveChartOptions {
  /** What the chart shows, for those who cannot see it. */
  readonly title: string;
  readonly xLabel: string;
  /** Writes the labels at the ends of the curves, for as few as can be told apart there. */
  readonly endLabels: boolean;
}

const width = 560;
const height = 250;
const margin = { top: 12, right: 14, bottom: 34, left: 58 };
const labelRoom = 76;
const labelHeight = 12;

/** Curves over common axes, as SVG of its own; colours and sizes come from the page. */
export function curveChart(curves: readonly Curve[], options: CurveChartOptions): Markup {
  const right = width - margin.right - (options.endLabels ? labelRoom : 0);
  const points = curves.flatMap((curve) => curve.points);
  const x = scaleLinear(extent(points.map((point) => point.x)), [margin.left, right]);
  const y = scaleLinear(extent(points.map((point) => point.y)), [height - margin.bottom, margin.top]).nice(5);
  const draw = line<CurvePoint>()
    .defined((point) => Number.isFinite(point.y))
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(1);
  const drawn = curves.map((curve) => {
    const finite = curve.points.filter((point) => Number.isFinite(point.y));
    const style = `--h:${curveHue(curve.place)}`;
    const [only] = finite;
    if (finite.length === 1 && only) {
      return markup`<circle class="dot" style="${style}" cx="${x(only.x).toFixed(1)}" cy="${y(only.y).toFixed(1)}" r="3.5"><title>${curve.label}</title></circle>`;
    }
    return markup`<path class="curve" style="${style}" stroke-dasharray="${curveDashes(curve.place)}" d="${draw(curve.points) ?? ""}"><title>${curve.label}</title></path>`;
  });
  const yTicks = y.ticks(5).map((tick) => {
    const at = y(tick).toFixed(1);
    return markup`<line class="grid" x1="${margin.left}" x2="${right}" y1="${at}" y2="${at}"/><text x="${margin.left - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${tickText(tick)}</text>`;
  });
  const xTicks = x
    .ticks(6)
    .map(
      (tick) =>
        markup`<text x="${x(tick).toFixed(1)}" y="${height - margin.bottom + 16}" text-anchor="middle">${tickText(tick)}</text>`,
    );
  return markup`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${options.title}">${yTicks}${xTicks}<text x="${right}" y="${height - 4}" text-anchor="end">${options.xLabel}</text>${drawn}${options.endLabels ? endLabels(curves, right, y) : undefined}</svg>`;
}

function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  return low === high ? [low - (Math.abs(low) * 0.1 || 1), high + (Math.abs(high) * 0.1 || 1)] : [low, high];
}

function tickText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3))
    return value.toExponential(1).replace(".0e", "e").replace("+", "");
  return String(Number(value.toPrecision(6)));
}

/** Each as near to its curve's end as the others let it. */
function endLabels(curves: readonly Curve[], right: number, y: (value: number) => number): Markup[] {
  const wanted = curves
    .flatMap((curve) => {
      const last = curve.points.findLast((point) => Number.isFinite(point.y));
      return last ? [{ curve, at: y(last.y) }] : [];
    })
    .sort((a, b) => a.at - b.at);
  let lowest = margin.top - labelHeight;
  const placed = wanted.map(({ curve, at }, index) => {
    const room = height - margin.bottom - (wanted.length - 1 - index) * labelHeight;
    lowest = Math.max(lowest + labelHeight, Math.min(at, room));
    return { curve, at: lowest };
  });
  return placed.map(
    ({ curve, at }) =>
      markup`<text class="end" style="fill:hsl(${curveHue(curve.place)} 70% var(--curve))" x="${right + 6}" y="${at.toFixed(1)}" dominant-baseline="middle">${curve.label}</text>`,
  );
}
