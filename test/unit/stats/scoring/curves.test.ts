import { describe, expect, test } from "vitest";
import { calibrationCurve } from "../../../../src/stats/scoring/calibration.js";
import { precisionRecallCurve, rocCurve, thresholdTable } from "../../../../src/stats/scoring/curves.js";
import { scoringFixtures } from "./scoring-fixtures.js";

const drawn = scoringFixtures.fixtures.flatMap(({ name, truth, scores, curves }) =>
  curves && scores
    ? [{ name, truth: truth.map(Number), scores: Float64Array.from(scores["1"] ?? []), curves }]
    : [],
);

const near = (found: readonly (readonly number[])[], wanted: readonly (readonly number[])[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [row, numbers] of found.entries())
    for (const [column, number] of numbers.entries())
      expect(number).toBeCloseTo(wanted[row]?.[column] ?? 9, 9);
};

describe.each(drawn)("$name", ({ truth, scores, curves }) => {
  test("the ROC curve is scikit-learn's", () => {
    const [first, ...others] = rocCurve(truth, scores);
    expect(first).toEqual({ threshold: Number.POSITIVE_INFINITY, falsePositiveRate: 0, truePositiveRate: 0 });
    near(
      others.map((it) => [it.threshold, it.falsePositiveRate, it.truePositiveRate]),
      curves.roc,
    );
  });

  test("the precision-recall curve is scikit-learn's", () => {
    near(
      precisionRecallCurve(truth, scores).map((it) => [it.threshold, it.precision, it.recall]),
      curves.pr,
    );
  });

  test("the calibration curve is scikit-learn's", () => {
    const bins = calibrationCurve({ probability: scores, happened: Uint8Array.from(truth) }, 10);
    near(
      bins.map((it) => [it.predicted, it.observed]),
      curves.calibration,
    );
    expect(bins.reduce((sum, { n }) => sum + n, 0)).toBe(truth.length);
  });
});

test("one class has no curves", () => {
  const scores = Float64Array.of(0.2, 0.8);
  expect(rocCurve([1, 1], scores)).toEqual([]);
  expect(precisionRecallCurve([0, 0], scores)).toEqual([]);
});

test("a threshold takes the scores that reach it", () => {
  const rows = thresholdTable([1, 0, 1, 0], Float64Array.of(0.9, 0.5, 0.5, 0.1), [0.05, 0.5, 0.51, 0.95]);
  expect(rows).toEqual([
    { threshold: 0.05, selected: 4, precision: 0.5, recall: 1, f1: 2 / 3 },
    { threshold: 0.5, selected: 3, precision: 2 / 3, recall: 1, f1: 0.8 },
    { threshold: 0.51, selected: 1, precision: 1, recall: 0.5, f1: 2 / 3 },
    { threshold: 0.95, selected: 0, precision: null, recall: 0, f1: 0 },
  ]);
});
