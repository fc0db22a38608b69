import type { GateResult } from "../gates.js";
import type { AgainstBaseline } from "../outcomes/against-baseline.js";
import { baselineName, comparisonSentence, metricText } from "../outcomes/comparison-text.js";
import type { MetricComparison } from "../outcomes/types.js";
import { intervalOf } from "./interval-of.js";

export const baselineGateName = "no regression against the baseline";

/**
 * What a suite without gates of its own has to reach where it has a baseline: no metric has regressed. Too few cases to say so pass.
 * A baseline that is not comparable decides nothing.
 */
export function baselineGate({ baseline, comparison }: AgainstBaseline): GateResult {
  const { metrics, incomparable } = comparison;
  const worse = metrics.find(({ verdict }) => verdict === "regressed");
  const told = worse ?? metrics[0];
  const gate = {
    name: baselineGateName,
    value: told?.difference ?? null,
    threshold: 0,
    ...intervalOf(told?.interval),
  };
  if (told === undefined) {
    const why = incomparable.map(({ reason }) => reason).join("; ");
    const reason = `not comparable with ${baselineName(baseline)}: ${why}; mlx eval baseline accept takes this evaluation`;
    return { ...gate, passed: false, inconclusive: true, reason };
  }
  if (worse === undefined) return { ...gate, passed: true, reason: comparisonSentence(comparison) };
  return { ...gate, passed: false, reason: `${named(worse)}${metricText(worse)}` };
}

function named({ metric }: MetricComparison): string {
  return metric === "passRate" ? "" : `${metric} `;
}
