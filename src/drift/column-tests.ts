import { categoryTests } from "./category-tests.js";
import { embeddingTests } from "./embedding-tests.js";
import type { Thresholds } from "./monitor.js";
import { numericTests } from "./numeric-tests.js";
import type { ColumnKind, ColumnProfile } from "./profile.js";
import { isCategorical, isNumeric } from "./profile-counts.js";
import { textTests } from "./text-tests.js";
import type { DriftTest } from "./verdict.js";

/**
 * Every test that suits a column, each with its statistic and what it says by itself; none decides yet. Of a test that works on an effect,
 * `drifted` is that the effect reaches the threshold; of one that works on a p-value, that it is at most the threshold, before any
 * correction for many columns.
 *
 * From profiles that keep all values the figures are those of the values. From counts at knots Kolmogorov and Smirnov's statistic is the
 * largest that is certain, with bounds, and its p-value so at most too large; Wasserstein's distance is the likeliest, with bounds; bins end
 * at the knots that are nearest to the deciles of the baseline. Jensen and Shannon's is the distance, by the natural logarithm.
 * @param kind as the monitor has it. @param current profiled on the knots of `baseline`.
 * @returns none where the two profiles are not of that kind, or a side has no value.
 */
export function columnTests(
  kind: ColumnKind,
  baseline: ColumnProfile,
  current: ColumnProfile,
  thresholds: Thresholds,
): DriftTest[] {
  if (kind === "numeric" || kind === "timestamp")
    return isNumeric(baseline) && isNumeric(current) ? numericTests(baseline, current, thresholds) : [];
  if (kind === "categorical" || kind === "boolean")
    return isCategorical(baseline) && isCategorical(current)
      ? categoryTests(baseline, current, thresholds)
      : [];
  if (kind === "text")
    return baseline.kind === "text" && current.kind === "text"
      ? textTests(baseline, current, thresholds)
      : [];
  return baseline.kind === "embedding" && current.kind === "embedding"
    ? embeddingTests(baseline, current, thresholds)
    : [];
}
