import type { Thresholds } from "./monitor.js";
import { numericTests } from "./numeric-tests.js";
import type { NumericProfile } from "./profile.js";
import { testOf } from "./test-of.js";
import type { DriftTest } from "./verdict.js";

/** Figures of each row of a column, before and now. */
export type Figures = readonly [before: NumericProfile, now: NumericProfile];

/**
 * Of several figures of the rows of a column, how far the one has moved that moved furthest; and how surely any has, by the smallest p-value
 * times their number (Bonferroni).
 */
export function furthestTests(figures: readonly Figures[], thresholds: Thresholds): DriftTest[] {
  const tests = figures.map(([before, now]) => numericTests(before, now, thresholds));
  const [distance] = named(tests.flat(), "wasserstein").sort((a, b) => b.statistic - a.statistic);
  const surest = named(tests.flat(), "ks");
  const [significance] = surest.sort(
    (a, b) => (a.pValue ?? 1) - (b.pValue ?? 1) || b.statistic - a.statistic,
  );
  return [
    ...(distance === undefined ? [] : [distance]),
    ...(significance === undefined ? [] : corrected(significance, surest.length, thresholds)),
  ];
}

function named(tests: readonly DriftTest[], name: "wasserstein" | "ks"): DriftTest[] {
  return tests.filter((test) => test.name === name);
}

function corrected(
  { statistic, pValue, effect, bounds }: DriftTest,
  count: number,
  thresholds: Thresholds,
): DriftTest[] {
  const finding = {
    statistic,
    pValue: Math.min(1, (pValue ?? 1) * count),
    ...(effect !== undefined && { effect }),
    ...(bounds !== undefined && { bounds }),
  };
  return testOf("ks", finding, thresholds);
}
