import type { EvidenceSummary } from "../../registry/evidence/evidence.js";
import { figureOf } from "../../registry/model-gates/judge-metric.js";

/** Sums in another order differ by rounding alone. */
const rounding = 1e-9;

/** Whether a summary gives a metric the figure that was computed anew of what is kept of its cases. */
export function saysFigure(summary: EvidenceSummary, metric: string, figure: number): boolean {
  const said = figureOf(summary, metric);
  return said !== undefined && Math.abs(figure - said) <= rounding * Math.max(1, Math.abs(said));
}
