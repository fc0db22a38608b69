import { expect, test } from "vitest";
import { encodeRows, type RawColumn } from "../../../src/drift/encode-rows.js";
import { defaultThresholds } from "../../../src/drift/monitor.js";
import { multivariateTests } from "../../../src/drift/multivariate-tests.js";
import { rawEmbeddingTests, rawNumericTests } from "../../../src/drift/raw-tests.js";
import { andersonDarling } from "../../../src/stats/drift/anderson-darling.js";
import { ecdfOf } from "../../../src/stats/drift/ecdf.js";
import { ks } from "../../../src/stats/drift/ks.js";
import { normalRows, normalValues } from "../../support/normal-rows.js";

test("rows become vectors: numbers, categories as 1 or 0, and what is missing", () => {
  const columns: RawColumn[] = [
    { kind: "numeric", before: [1, null, 3], now: [7] },
    { kind: "categorical", before: ["a", "b", "a"], now: ["c"] },
    { kind: "numeric", before: [5, 5, 5], now: [5] },
  ];
  expect(encodeRows(columns)).toEqual({
    before: [
      [1, 0, 1, 0],
      [2, 1, 0, 1],
      [3, 0, 1, 0],
    ],
    now: [[7, 0, 0, 0]],
  });
  expect(() => encodeRows([...columns, { kind: "numeric", before: [1], now: [1] }])).toThrow(RangeError);
});

function twoColumns(seed: string, n: number, turned: boolean): readonly [number[], string[]] {
  const values = normalValues(seed, n);
  const names = values.map((value) => (value > 0 === turned ? "low" : "high"));
  return [values, names];
}

test("columns that no longer hang together are found, though each by itself is as it was", () => {
  const [before, now] = [twoColumns("a", 300, false), twoColumns("b", 300, true)];
  const columns: RawColumn[] = [
    { kind: "numeric", before: before[0], now: now[0] },
    { kind: "categorical", before: before[1], now: now[1] },
  ];
  const tests = multivariateTests(columns);
  expect(tests.map(({ name }) => name)).toEqual(["domain_classifier", "pca_reconstruction"]);
  expect(tests.find(({ name }) => name === "pca_reconstruction")?.drifted).toBe(true);
  expect(multivariateTests(columns)).toEqual(tests);
});

test("a shift is found by telling the rows apart, and two parts of one sample are not", () => {
  const column = (mean: number): RawColumn[] => [
    { kind: "numeric", before: normalValues("x", 400), now: normalValues("y", 400, mean) },
    { kind: "numeric", before: normalValues("v", 400), now: normalValues("w", 400) },
  ];
  expect(multivariateTests(column(0.8))[0]).toMatchObject({ name: "domain_classifier", drifted: true });
  expect(multivariateTests(column(0)).map(({ drifted }) => drifted)).toEqual([false, false]);
});

test("few rows, and columns that never vary, say nothing", () => {
  const few: RawColumn = { kind: "numeric", before: normalValues("x", 29), now: normalValues("y", 400) };
  expect(multivariateTests([few])).toEqual([]);
  const constant = new Array<number>(50).fill(1);
  expect(multivariateTests([{ kind: "numeric", before: constant, now: constant }])).toEqual([]);
  expect(multivariateTests([])).toEqual([]);
});

test("values of any number are compared exactly where they are given", () => {
  const [before, now] = [normalValues("a", 3000), normalValues("b", 2000, 0.1)];
  const tests = rawNumericTests(
    [...before, Number.NaN],
    [...now, Number.POSITIVE_INFINITY],
    defaultThresholds,
  );
  const [a, b] = [ecdfOf(before), ecdfOf(now)];
  expect(tests.find(({ name }) => name === "ks")).toMatchObject(ks(a, b));
  expect(tests.find(({ name }) => name === "anderson_darling")).toMatchObject(andersonDarling(a, b));
  expect(rawNumericTests([], now, defaultThresholds)).toEqual([]);
});

test("vectors are compared by their maximum mean discrepancy where they are given", () => {
  const [moved] = rawEmbeddingTests(normalRows("a", 80, 4), normalRows("b", 80, 4, 0.6), defaultThresholds);
  expect(moved).toMatchObject({ name: "mmd", drifted: true, threshold: 0.05 });
  expect(rawEmbeddingTests([[1]], [[1], [2]], defaultThresholds)).toEqual([]);
});
