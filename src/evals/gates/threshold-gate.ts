import { closest } from "../../core/suggest.js";
import { equalJson } from "../../prompts/json-value.js";
import type { GroupSummary } from "../case-group.js";
import type { ThresholdGate } from "../gate-spec.js";
import type { GateResult } from "../gates.js";
import type { EvalSummary } from "../summary.js";
import { byInterval } from "./by-interval.js";
import { estimateText, rangeText } from "./figure-text.js";
import { estimateIn, figureOf, namesIn, repeatFigure } from "./gate-figures.js";
import { intervalOf } from "./interval-of.js";

/** A figure within limits: the figure itself, or, `by: interval`, all that is plausible. */
export function thresholdGate(summary: EvalSummary, gate: ThresholdGate): GateResult {
  const { name, metric, min, max, slice, by } = gate;
  const group = slice === undefined ? summary : sliceOf(summary, slice);
  const value = group === undefined ? null : figureOf(group, metric);
  const limit = value !== null && max !== undefined && value > max ? max : (min ?? max ?? null);
  const head = { name, value, threshold: limit };
  if (group === undefined) {
    const reason = `no case lies in the slice ${sliceText(slice)}`;
    return { ...head, passed: false, inconclusive: true, reason };
  }
  if (value === null) {
    if (metric === "costUsd") return { ...head, passed: false, reason: unknownCost(group.unpriced) };
    return { ...head, passed: false, inconclusive: true, reason: unknownMetric(group, metric) };
  }
  const estimate = estimateIn(group, metric);
  const interval = intervalOf(estimate?.interval);
  if (by === "interval") {
    if (estimate !== undefined)
      return { name, value, ...byInterval(metric, estimate, { min, max }), ...interval };
    const reason = `${estimateText(metric, value, undefined)}: nothing is known of how sure it is`;
    return { ...head, passed: false, inconclusive: true, reason };
  }
  const passed = (min === undefined || value >= min) && (max === undefined || value <= max);
  const reason = `${estimateText(metric, value, estimate?.interval)}, wanted ${rangeText(metric, min, max)}`;
  return { ...head, ...interval, passed, reason };
}

function sliceOf(summary: EvalSummary, slice: Readonly<Record<string, string>>): GroupSummary | undefined {
  const [only, ...others] = Object.entries(slice);
  if (!only) return summary;
  if (others.length === 0)
    return summary.slices.find(({ name, value }) => name === only[0] && value === only[1]);
  const found = summary.gateSlices.find((group) => equalJson(group.slice, slice));
  return found && found.total > 0 ? found : undefined;
}

/** An unknown cost may be any: it does not slip under a limit. */
function unknownCost(unpriced: number): string {
  return `the cost is unknown: ${unpriced === 1 ? "one answer has" : `${unpriced} answers have`} no price`;
}

function unknownMetric(group: GroupSummary, metric: string): string {
  const repeats = repeatFigure.exec(metric)?.[1];
  if (repeats !== undefined)
    return `no case has ${repeats} graded repeats; repeat: ${repeats} in the suite, or --repeat ${repeats}, makes them`;
  const meant = closest(metric, namesIn(group));
  return `no case gave the metric ${metric}${meant === undefined || meant === metric ? "" : `; did you mean ${meant}?`}`;
}

function sliceText(slice: Readonly<Record<string, string>> = {}): string {
  return Object.entries(slice)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}
