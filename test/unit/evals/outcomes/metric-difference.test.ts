import { expect, test } from "vitest";
import { compactOutcomes } from "../../../../src/evals/outcomes/compact-outcomes.js";
import { metricDifference } from "../../../../src/evals/outcomes/metric-difference.js";
import type { CaseOutcome } from "../../../../src/evals/outcomes/types.js";
import type { EvaluationEvidence } from "../../../../src/registry/evidence/evidence.js";
import { tangoInterval } from "../../../../src/stats/tango.js";
import { evidence } from "../../../support/evidence.js";

/** Evidence of 40 cases, of which some fail; each has an error of its own. */
function evaluated(
  failing: readonly number[],
  more: Partial<CaseOutcome> = {},
  kept = true,
): EvaluationEvidence {
  const outcomes = Array.from({ length: 40 }, (_, index): CaseOutcome => {
    const passed = failing.includes(index) ? 0 : 1;
    return {
      ...{ id: `c${index}`, prompt: "p", provider: "x", passed, graded: 1, errored: 0, score: passed },
      ...{ metrics: { absolute_error: index / 10 + (1 - passed) }, critical: false, slices: {} },
      ...{ input: String(index).padStart(16, "0"), grading: "0000000000000000", ...more },
    };
  });
  const mean = (value: (outcome: CaseOutcome) => number) =>
    outcomes.reduce((sum, one) => sum + value(one), 0) / 40;
  const accuracy = mean(({ passed }) => passed);
  const compact = kept ? compactOutcomes(outcomes) : undefined;
  return evidence({
    summary: {
      ...evidence().summary,
      ...{ cases: 40, passed: accuracy * 40, failed: 40 - accuracy * 40, passRate: accuracy },
      metrics: { accuracy, f1: accuracy - 0.01, mae: mean(({ metrics }) => metrics["absolute_error"] ?? 0) },
      intervals: { accuracy: [accuracy - 0.1, accuracy + 0.05], f1: [accuracy - 0.11, accuracy + 0.04] },
    },
    ...(compact && { outcomes: compact }),
  });
}

const [before, after] = [evaluated([1, 2, 3, 4]), evaluated([3, 4, 5])];

test("outcomes of the same cases are compared one by one: accuracy as what passed, by the interval of pairs", () => {
  const [low, high] = tangoInterval(2, 1, 40);
  for (const metric of ["passRate", "accuracy"]) {
    expect(metricDifference(before, after, metric)).toEqual({
      ...{ before: 0.9, after: 0.925, difference: 1 / 40, by: "pairs", cases: 40 },
      ...{ interval: [low, high], method: "tango" },
    });
  }
});

test("a mean error is compared case by case by the error of each", () => {
  const difference = metricDifference(before, after, "mae");
  expect(difference).toMatchObject({ by: "pairs", cases: 40, difference: expect.closeTo(-1 / 40, 12) });
});

test("a figure that only all cases together have is compared by the interval of each side", () => {
  const difference = metricDifference(before, after, "f1");
  // MOVER: the differences of each figure from its own bounds, in quadrature.
  expect(difference).toMatchObject({ by: "intervals", difference: expect.closeTo(0.025, 12) });
  expect(difference?.interval).toEqual([
    expect.closeTo(0.025 - Math.hypot(0.1, 0.05), 12),
    expect.closeTo(0.025 + Math.hypot(0.05, 0.1), 12),
  ]);
});

test("accuracy is what passed only where it gives the figure that the evidence says", () => {
  const other = {
    ...after,
    summary: { ...after.summary, metrics: { ...after.summary.metrics, accuracy: 0.5 } },
  };
  expect(metricDifference(before, other, "accuracy")?.by).toBe("intervals");
});

test("cases that were asked or graded otherwise are not paired, and without outcomes none are", () => {
  const regraded = evaluated([3], { grading: "1111111111111111" });
  expect(metricDifference(before, regraded, "accuracy")?.by).toBe("intervals");
  expect(metricDifference(before, evaluated([3], {}, false), "accuracy")?.by).toBe("intervals");
});

test("without intervals the figures are all there is; without a figure there is nothing", () => {
  expect(metricDifference(evaluated([1], {}, false), evaluated([2], {}, false), "mae")).toMatchObject({
    by: "figures",
  });
  expect(metricDifference(before, after, "roc_auc")).toBeUndefined();
});
