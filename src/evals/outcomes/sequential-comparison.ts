import type { AgainstBaseline } from "./against-baseline.js";
import type { SequentialOutcome, SequentialVerdict } from "./sequential-outcome.js";
import type { ComparisonVerdict } from "./types.js";

/**
 * A comparison as an evaluation makes it that was looked at as it went: an ordinary test would be too sure of what stopped it. The pass rate is
 * judged by the confidence sequence; of other metrics and of slices nothing is claimed.
 */
export function sequentialComparison(
  against: AgainstBaseline,
  { verdict: decided, value, interval, pValue, units }: SequentialOutcome,
): AgainstBaseline {
  const { comparison } = against;
  const [passRate] = comparison.metrics;
  if (passRate === undefined) return against;
  const verdict = verdictOf(decided);
  const metric = {
    ...passRate,
    ...{ verdict, interval, pValue, adjustedP: pValue, units },
    test: "betting" as const,
    difference: value ?? passRate.difference,
  };
  return { ...against, comparison: { ...comparison, verdict, metrics: [metric], slices: [] } };
}

function verdictOf(decided: SequentialVerdict | undefined): ComparisonVerdict {
  return decided === "improved" || decided === "regressed" || decided === "no_evidence"
    ? decided
    : "underpowered";
}
