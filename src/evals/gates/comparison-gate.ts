import { closest } from "../../core/suggest.js";
import type { ComparisonGate } from "../gate-spec.js";
import type { GateResult } from "../gates.js";
import type { AgainstBaseline } from "../outcomes/against-baseline.js";
import { baselineName, differenceText, metricText } from "../outcomes/comparison-text.js";
import type { MetricComparison } from "../outcomes/types.js";
import { neededText } from "./cases-needed.js";
import { intervalOf } from "./interval-of.js";

/** What the comparison with the baseline has to say. Without one, or with one that is not comparable, nothing is decided. */
export function comparisonGate(gate: ComparisonGate, against: AgainstBaseline | undefined): GateResult {
  const { name, kind, metric, margin } = gate;
  const threshold = kind === "improvement" ? margin : margin === 0 ? 0 : -margin;
  const open = (reason: string): GateResult => ({
    ...{ name, passed: false, value: null, threshold, reason },
    inconclusive: true,
  });
  if (against === undefined)
    return open("the suite has no baseline to compare with; mlx eval baseline accept takes one");
  const { comparison, baseline } = against;
  if (comparison.metrics.length === 0) {
    const why = comparison.incomparable.map(({ reason }) => reason).join("; ");
    return open(`not comparable with ${baselineName(baseline)}: ${why || "no case was compared"}`);
  }
  const found = metricIn(comparison.metrics, metric);
  if (found === undefined) {
    const meant = closest(
      metric,
      comparison.metrics.map((one) => one.metric),
    );
    return open(
      `both sides have no metric ${metric} in common${meant === undefined ? "" : `; did you mean ${meant}?`}`,
    );
  }
  const head = { name, value: found.difference, threshold, ...intervalOf(found.interval) };
  if (kind === "noRegression") {
    return { ...head, passed: found.verdict !== "regressed", reason: metricText(found) };
  }
  return { ...head, ...beyond(found, threshold, kind === "improvement" ? "improvement" : "loss") };
}

/** A score that is just the pass rate is not compared by itself. */
function metricIn(metrics: readonly MetricComparison[], name: string): MetricComparison | undefined {
  return metrics.find(({ metric }) => metric === name) ?? (name === "score" ? metrics[0] : undefined);
}

/** Whether all that is plausible of the difference lies above a limit. */
function beyond(
  found: MetricComparison,
  limit: number,
  what: "improvement" | "loss",
): Pick<GateResult, "passed" | "inconclusive" | "reason"> {
  const size = (difference: number) => differenceText({ metric: found.metric, difference });
  const wanted =
    what === "loss" ? `no loss of more than ${unsigned(size(limit))}` : `more than ${size(limit)}`;
  const { interval, n, difference } = found;
  if (interval === null) {
    const reason = `${size(difference)}, wanted ${wanted}: too few independent cases for an interval`;
    return { passed: false, inconclusive: true, reason };
  }
  const [low, high] = interval;
  const told = `${size(difference)} (95%: ${size(low)} to ${size(high)}), wanted ${wanted}`;
  if (low > limit) return { passed: true, reason: told };
  if (high < limit) return { passed: false, reason: told };
  const needed = neededText({ value: difference, interval, n }, limit);
  return { passed: false, inconclusive: true, reason: `${told}: the interval reaches across; ${needed}` };
}

function unsigned(text: string): string {
  return text.replace(/^[+−-]/, "");
}
