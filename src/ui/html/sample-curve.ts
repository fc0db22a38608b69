import type { MetricSample } from "../../runs/metric-sample.js";
import type { CurvePoint } from "../keep-extremes.js";

/** The points to draw of a thinned history: of each piece both extremes, the one nearer to the curve so far first. */
export function sampleCurve({ pieces, axis }: MetricSample): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (const { x: place, low, high } of pieces) {
    const x = axis === "time" ? place / 1000 : place;
    const before = points.at(-1)?.y ?? Number.NaN;
    if (low === undefined || high === undefined) points.push({ x, y: Number.NaN });
    else if (low === high) points.push({ x, y: low });
    else if (before > (low + high) / 2) points.push({ x, y: high }, { x, y: low });
    else points.push({ x, y: low }, { x, y: high });
  }
  return points;
}
