import type { Estimate } from "../../stats/types.js";
import { wilson } from "../../stats/wilson.js";
import type { GroupSummary } from "../case-group.js";

/** What a gate may name beside the suite's own metrics. */
const figures: Readonly<Record<string, (group: GroupSummary) => number | null>> = {
  passRate: (group) => group.passRate,
  errorRate: (group) => (group.total === 0 ? null : group.errored / group.total),
  score: (group) => group.score,
  total: (group) => group.total,
  passed: (group) => group.passed,
  failed: (group) => group.failed,
  errored: (group) => group.errored,
  costUsd: (group) => group.costUsd,
  "tokens.input": (group) => group.tokens.input,
  "tokens.output": (group) => group.tokens.output,
  "latencyMs.p50": (group) => group.latencyMs.p50,
  "latencyMs.p95": (group) => group.latencyMs.p95,
  "ttftMs.p50": (group) => group.ttftMs.p50,
  "ttftMs.p95": (group) => group.ttftMs.p95,
};

/** Names of the figures that every evaluation has. */
export const gateFigures: readonly string[] = Object.keys(figures);

/** Those that are counted or added up, and of which no interval can be told. */
export const countedFigures: readonly string[] = [
  ...["total", "passed", "failed", "errored", "costUsd", "tokens.input", "tokens.output"],
];

/** `pass@3`, `pass^3`: of cases that are repeated. */
export const repeatFigure = /^pass[@^]([1-9]\d*)$/;

/** A metric of the suite goes before a figure of the same name; null where there is none. */
export function figureOf(group: GroupSummary, metric: string): number | null {
  if (Object.hasOwn(group.metrics, metric)) return group.metrics[metric] ?? null;
  if (Object.hasOwn(figures, metric)) return figures[metric]?.(group) ?? null;
  return repeatFigure.test(metric) ? (estimateIn(group, metric)?.value ?? null) : null;
}

/** How sure a figure is; undefined where nothing is known of that. */
export function estimateIn(group: GroupSummary, metric: string): Estimate | undefined {
  const { metrics = {}, quantiles = {} } = group.estimates ?? {};
  if (Object.hasOwn(metrics, metric)) return metrics[metric];
  if (Object.hasOwn(group.metrics, metric)) return undefined;
  if (Object.hasOwn(quantiles, metric)) return quantiles[metric];
  return metric === "errorRate" ? errorEstimate(group) : undefined;
}

/** Names of all figures that a group has. */
export function namesIn(group: GroupSummary): readonly string[] {
  const repeats = Object.keys(group.estimates?.metrics ?? {}).filter((name) => repeatFigure.test(name));
  return [...Object.keys(group.metrics), ...gateFigures, ...repeats];
}

/** Errors of cases that belong together count as one, for want of anything better. */
function errorEstimate({ errored, total, estimates }: GroupSummary): Estimate | undefined {
  if (total === 0) return undefined;
  const graded = estimates?.metrics["passRate"];
  const units = graded === undefined ? total : (total * graded.units) / Math.max(graded.n, total - errored);
  const value = errored / total;
  return {
    value,
    interval: wilson(value * units, units),
    method: "wilson",
    n: total,
    units: Math.round(units),
  };
}
