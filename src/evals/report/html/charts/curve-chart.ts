import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { type Markup, markup } from "../../../../core/markup.js";
import { axes, type Frame, frame } from "./frame.js";

export interface UnitCurve {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly title?: string }[];
  /** Draws a dot at each point. */
  readonly dots: boolean;
}

const most = 400;
const dashes = ["", "7 3", "2 3", "10 3 2 3"] as const;

/** Curves within the unit square, with its diagonal: of a ROC curve chance, of a calibration curve perfection. */
export function unitCurves(
  title: string,
  curves: readonly UnitCurve[],
  xLabel: string,
  yLabel: string,
): Markup {
  const scales: Frame = {
    x: { label: xLabel, kind: "number", scale: scaleLinear([0, 1], frame.across) },
    y: { label: yLabel, kind: "number", scale: scaleLinear([0, 1], frame.up) },
  };
  const [x, y] = [scales.x.scale, scales.y.scale];
  const path = line<UnitCurve["points"][number]>(
    (point) => x(point.x),
    (point) => y(point.y),
  ).digits(1);
  const drawn = curves.map(({ label, points, dots }, place) => {
    const dotted = dots
      ? points.map(
          (point) =>
            markup`<circle class="dot" cx="${x(point.x).toFixed(1)}" cy="${y(point.y).toFixed(1)}" r="4"><title>${point.title}</title></circle>`,
        )
      : [];
    return markup`<path class="curve" stroke-dasharray="${dashes[place % dashes.length]}" d="${path(thinned(points)) ?? ""}"><title>${label}</title></path>${dotted}`;
  });
  const diagonal = markup`<path class="guide" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>`;
  return markup`<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${title}">${axes(scales)}${diagonal}${drawn}</svg>`;
}

/** More points than a screen shows are left out, the last one never. */
function thinned<T>(points: readonly T[]): T[] {
  const step = Math.ceil(points.length / most);
  return points.filter((_, index) => index % step === 0 || index === points.length - 1);
}
