import { expect, test } from "vitest";
import { calibrate } from "../../../../src/stats/drift/calibrate.js";
import { centroidDistance } from "../../../../src/stats/drift/centroid-distance.js";
import { confidenceBasedAccuracy } from "../../../../src/stats/drift/confidence-based.js";
import { domainClassifier } from "../../../../src/stats/drift/domain-classifier.js";
import { fitLogistic } from "../../../../src/stats/drift/logistic-regression.js";
import { mmd } from "../../../../src/stats/drift/mmd.js";
import { fitComponents, pcaReconstruction } from "../../../../src/stats/drift/pca-reconstruction.js";
import { symmetricEigen } from "../../../../src/stats/drift/symmetric-eigen.js";
import type { Rows } from "../../../../src/stats/drift/types.js";
import { unknownShare, wordsOf } from "../../../../src/stats/drift/words.js";
import { SeededRandom } from "../../../../src/stats/seeded-random.js";
import { driftFixture } from "../../../support/drift-fixture.js";
import { normalRows } from "../../../support/normal-rows.js";
import { expectClose } from "../../../support/stats-fixture.js";

interface Fixture {
  readonly mmd: readonly {
    readonly a: Rows;
    readonly b: Rows;
    readonly statistic: number;
    readonly pValue?: number;
  }[];
  readonly logistic: readonly {
    readonly rows: Rows;
    readonly labels: readonly boolean[];
    readonly weights: readonly number[];
    readonly intercept: number;
  }[];
  readonly pca: readonly {
    readonly rows: Rows;
    readonly other: Rows;
    readonly explained: number;
    readonly components: number;
    readonly distances: readonly number[];
    readonly covariance: Rows;
    readonly eigenvalues: readonly number[];
  }[];
  readonly centroid: {
    readonly distance: number;
    readonly effect: number;
    readonly spreads: readonly [number, number];
  };
  readonly tfIdf: {
    readonly texts: readonly string[];
    readonly words: readonly string[];
    readonly weights: readonly number[];
    readonly vectors: Rows;
  };
  readonly kMeans: {
    readonly rows: Rows;
    readonly start: Rows;
    readonly centres: Rows;
    readonly labels: readonly number[];
  };
  readonly performance: {
    readonly chances: readonly number[];
    readonly accuracy: number;
    readonly truth: readonly boolean[];
    readonly asked: readonly number[];
    readonly calibrated: readonly number[];
  };
}
const fixture = driftFixture<Fixture>("many_dimensions");

/** Nine digits of the whole: parts near 0 are compared at its scale. */
function expectVector(values: readonly number[], expected: readonly number[], tolerance = 1e-9): void {
  expect(values).toHaveLength(expected.length);
  const scale = Math.max(1e-3, ...expected.map(Math.abs));
  values.forEach((value, i) => {
    expect(Math.abs(value - (expected[i] ?? Number.NaN)) / scale).toBeLessThanOrEqual(tolerance);
  });
}

test("the maximum mean discrepancy is that of NumPy, and its p-value close to that of all splits", () => {
  for (const { a, b, statistic, pValue } of fixture.mmd) {
    const outcome = mmd(a, b, { permutations: 999 });
    expect(Math.abs(outcome.statistic - statistic)).toBeLessThanOrEqual(1e-12);
    expect(mmd(a, b, { permutations: 999 })).toEqual(outcome);
    if (pValue !== undefined) expect(Math.abs(outcome.pValue - pValue)).toBeLessThan(0.05);
  }
  expect(mmd(normalRows("x", 50, 3), normalRows("y", 50, 3, 1.5)).pValue).toBe(0.002);
  expect(() => mmd([[1]], [[1], [2]])).toThrow(RangeError);
  expect(() =>
    mmd(
      [[1], [2]],
      [
        [1, 2],
        [3, 4],
      ],
    ),
  ).toThrow(RangeError);
  expect(() => mmd([[1], [Number.NaN]], [[1], [2]])).toThrow(RangeError);
});

test("logistic regression has scikit-learn's weights, for classes that are wholly apart too", () => {
  for (const { rows, labels, weights, intercept } of fixture.logistic) {
    const model = fitLogistic(rows, labels);
    expectVector([...model.weights, model.intercept], [...weights, intercept]);
  }
});

test("eigenvalues and reconstruction errors are those of NumPy and scikit-learn", () => {
  for (const { rows, other, explained, components, distances, covariance, eigenvalues } of fixture.pca) {
    const pairs = symmetricEigen(covariance);
    expectVector(
      pairs.map(({ value }) => value),
      eigenvalues,
    );
    for (const { vector, value } of pairs) {
      const image = covariance.map((row) => row.reduce((sum, cell, i) => sum + cell * (vector[i] ?? 0), 0));
      expectVector(
        image,
        vector.map((part) => part * value),
      );
    }
    const fitted = fitComponents(rows, explained);
    expect(fitted.components).toBe(components);
    expectVector(other.map(fitted.distanceOf), distances);
  }
});

test("the distance of centroids is NumPy's, and its effect leaves out what chance adds", () => {
  const [first] = fixture.mmd;
  if (first === undefined) throw new Error("no fixture");
  const cloud = (rows: Rows, spread: number) => ({
    centroid: (rows[0] ?? []).map((_, d) => rows.reduce((sum, row) => sum + (row[d] ?? 0), 0) / rows.length),
    spread,
    n: rows.length,
  });
  const { spreads, distance, effect } = fixture.centroid;
  const outcome = centroidDistance(cloud(first.a, spreads[0]), cloud(first.b, spreads[1]));
  expectClose(outcome.distance, distance);
  expectClose(outcome.effect, effect);
  const still = { centroid: [0, 0], spread: 2, n: 10 };
  expect(centroidDistance(still, { ...still, centroid: [0.3, 0] }).effect).toBe(0);
  expect(() => centroidDistance(still, { ...still, centroid: [1] })).toThrow(RangeError);
  expect(() => centroidDistance(still, { ...still, n: 1 })).toThrow(RangeError);
});

test("words are told apart in any script, and unknown ones counted", () => {
  expect(wordsOf("Don't re-send: Größe 12, 東京!")).toEqual(["don't", "re-send", "größe", "12", "東京"]);
  expect(unknownShare("one two three four", new Set(["one", "four"]))).toBe(0.5);
  expect(unknownShare("…", new Set())).toBeUndefined();
});

test("the accuracy that the chances lead to is that of scikit-learn with the chances as weights", () => {
  const { chances, accuracy, truth, asked, calibrated } = fixture.performance;
  const estimate = confidenceBasedAccuracy(chances.map((chance) => Math.max(chance, 1 - chance)));
  expectClose(estimate.value, accuracy);
  expect(estimate.estimated).toBe(true);
  const [low = 0, high = 0] = estimate.interval ?? [];
  expect(low).toBeLessThan(estimate.value);
  expect(high).toBeGreaterThan(estimate.value);
  const learnt = calibrate(chances.map((said, i) => ({ said, true: truth[i] === true })));
  expectVector(asked.map(learnt), calibrated);
  expect(() => confidenceBasedAccuracy([])).toThrow(RangeError);
  expect(() => confidenceBasedAccuracy([1.2])).toThrow(RangeError);
  expect(() => calibrate([])).toThrow(RangeError);
});

test("of exact chances, 19 in 20 intervals of estimated accuracy hold the true one", () => {
  const random = new SeededRandom("coverage");
  const uniform = () => random.next() / 2 ** 32;
  let held = 0;
  for (let round = 0; round < 1000; round++) {
    const chances = Array.from({ length: 120 }, () => 0.5 + uniform() / 2);
    const accuracy = chances.filter((chance) => uniform() < chance).length / chances.length;
    const [low = 0, high = 0] = confidenceBasedAccuracy(chances).interval ?? [];
    if (low <= accuracy && accuracy <= high) held++;
  }
  expect(held / 1000).toBeGreaterThan(0.935);
  expect(held / 1000).toBeLessThan(0.97);
});

test("a classifier tells apart a shift and a spread, and little else: 1 in 20 splits at most", () => {
  const [a, b] = [normalRows("a", 200, 4), normalRows("b", 150, 4)];
  expect(domainClassifier(a, normalRows("c", 150, 4, 0.8)).pValue).toBeLessThan(1e-6);
  const wide = normalRows("d", 150, 4).map((row) => row.map((value) => 2 * value));
  expect(domainClassifier(a, wide).auc).toBeGreaterThan(0.8);
  expect(domainClassifier(a, b)).toEqual(domainClassifier(a, b));
  let alarms = 0;
  for (let round = 0; round < 200; round++) {
    const [first, second] = [normalRows(`a${round}`, 60, 3), normalRows(`b${round}`, 60, 3)];
    if (domainClassifier(first, second, { seed: String(round) }).pValue <= 0.05) alarms++;
  }
  // 10 are expected, 18 or more come once in a hundred times.
  expect(alarms).toBeLessThan(18);
  expect(() => domainClassifier(a, [[1, 2, 3, 4]])).toThrow(RangeError);
});

test("reconstruction sees columns that no longer hang together, each being as it was, and little else", () => {
  const joined = (seed: string, n: number) =>
    normalRows(seed, n, 3).map(([x = 0, y = 0, z = 0]) => [x, x + 0.2 * y, x - 0.2 * z]);
  const reference = joined("a", 400);
  const apart = normalRows("b", 300, 3).map(([x = 0, y = 0, z = 0]) => [x, y * 1.02, z * 1.02]);
  const outcome = pcaReconstruction(reference, apart);
  expect(outcome.components).toBe(1);
  expect(outcome.pValue).toBeLessThan(1e-9);
  expect(outcome.effect).toBeGreaterThan(1);
  let alarms = 0;
  for (let round = 0; round < 300; round++) {
    const { pValue } = pcaReconstruction(joined(`c${round}`, 80), joined(`d${round}`, 50), {
      seed: String(round),
    });
    if (pValue <= 0.05) alarms++;
  }
  // 15 are expected, 25 or more come once in a hundred times.
  expect(alarms).toBeLessThan(25);
});
