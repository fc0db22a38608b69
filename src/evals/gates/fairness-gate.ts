import type { FairnessGate } from "../gate-spec.js";
import type { GateResult } from "../gates.js";
import type { EvalSummary } from "../summary.js";
import { byInterval } from "./by-interval.js";
import { estimateText, rangeText } from "./figure-text.js";
import { intervalOf } from "./interval-of.js";

/** Whether the values of a slice are treated alike. */
export function fairnessGate({ fairness = [] }: EvalSummary, gate: FairnessGate): GateResult {
  const { name, measure, slice, min, max, by } = gate;
  const found = fairness.find((one) => one.measure === measure && one.slice === slice)?.measured;
  const limit = min ?? max ?? null;
  if (found === undefined || found.value === null) {
    const reason = found?.reason ?? `${measure} of ${slice} was not measured`;
    return { name, passed: false, inconclusive: true, value: null, threshold: limit, reason };
  }
  const { value } = found;
  const interval = intervalOf(found.interval);
  if (by === "interval") return { name, value, ...byInterval(measure, found, { min, max }), ...interval };
  const passed = (min === undefined || value >= min) && (max === undefined || value <= max);
  const threshold = max !== undefined && value > max ? max : limit;
  const reason = `${estimateText(measure, value, found.interval)}, wanted ${rangeText(measure, min, max)}`;
  return { name, value, threshold, ...interval, passed, reason };
}
