import { expect, test } from "vitest";
import { accuracyOf, aucOf, macroF1Of, maeOf, rmseOf } from "../../../src/drift/confusion.js";
import { compareFigure, figureText } from "../../../src/drift/performance.js";
import { beyondTest, shareTest } from "../../../src/drift/share-test.js";

test("accuracy, F1 and the errors of numbers are those of the definitions", () => {
  const confusion = [
    ["a", "a", 40],
    ["a", "b", 10],
    ["b", "a", 20],
    ["b", "b", 30],
  ] as const;
  expect(accuracyOf(confusion).value).toBe(0.7);
  // F1 of a: 80 / (50 + 60); of b: 60 / (50 + 40).
  expect(macroF1Of(confusion).value).toBeCloseTo((80 / 110 + 60 / 90) / 2, 12);
  const errors = [1, 2, 3, 4];
  const sum = (power: number) => errors.reduce((total, error) => total + error ** power, 0);
  const sums = { n: 4, absolute: sum(1), squares: sum(2), fourths: sum(4) };
  expect(maeOf(sums)).toMatchObject({ value: 2.5, mean: { n: 4, sd: Math.sqrt(5 / 3) } });
  expect(rmseOf(sums).value).toBeCloseTo(Math.sqrt(7.5), 12);
});

test("the jackknife of F1 over cells is that over rows", () => {
  const cells = [
    ["a", "a", 5],
    ["a", "b", 2],
    ["b", "b", 4],
    ["c", "a", 1],
    ["c", "c", 3],
  ] as const;
  const rows = cells.flatMap(([label, said, count]) =>
    Array.from({ length: count }, () => [label, said, 1] as const),
  );
  expect(macroF1Of(cells).error).toBeCloseTo(macroF1Of(rows).error, 12);
});

test("a figure is worse only if chance does not explain it and the loss matters", () => {
  const confusion = (wrong: number, rows: number) => [
    ["a", "a", rows - wrong] as const,
    ["a", "b", wrong] as const,
  ];
  const compare = (before: number, now: number, rows: number) =>
    compareFigure("accuracy", accuracyOf(confusion(now, rows)), accuracyOf(confusion(before, rows)), 0.05)
      .verdict;
  expect(compare(100, 200, 1000)).toBe("drift");
  expect(compare(200, 100, 1000)).toBe("ok");
  expect(compare(10_000, 10_500, 100_000)).toBe("ok");
  expect(compare(10_000, 13_000, 100_000)).toBe("warning");
  expect(compare(1, 3, 10)).toBe("ok");
  const alone = compareFigure("accuracy", accuracyOf(confusion(1, 10)), undefined, 0.05);
  expect([alone.verdict, figureText(alone)]).toEqual(["inconclusive", "accuracy 0.9"]);
});

test("the area under the curve has no error where every placement is alike", () => {
  const perfect = aucOf({ positives: 5, negatives: 5, auc: 1, positiveSquares: 5, negativeSquares: 5 });
  expect(perfect).toMatchObject({ value: 1, error: 0 });
});

test("shares that are the same, or of nobody, are no change; those far apart are", () => {
  expect(shareTest(50, 100, 50, 100)).toBe(1);
  expect(shareTest(0, 0, 5, 10)).toBe(1);
  expect(shareTest(0, 1000, 100, 1000)).toBeLessThan(1e-20);
  // SciPy: chi2_contingency([[12, 88], [25, 75]], correction=True).pvalue
  expect(shareTest(12, 100, 25, 100)).toBeCloseTo(0.02887035506635303, 12);
});

test("one value beyond all others is chance, ten of them are not", () => {
  expect(beyondTest(0, 100, 100)).toBe(1);
  expect(beyondTest(1, 100, 100)).toBe(0.5);
  expect(beyondTest(10, 100, 100)).toBeLessThan(0.001);
});
