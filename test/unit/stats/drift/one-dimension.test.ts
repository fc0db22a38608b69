import { expect, test } from "vitest";
import { chiSquareTail, chiSquareUpperPoint } from "../../../../src/stats/distributions/chi-square.js";
import { cramerVonMisesCdf } from "../../../../src/stats/distributions/cramer-von-mises.js";
import { kolmogorovTail } from "../../../../src/stats/distributions/kolmogorov.js";
import { andersonDarling } from "../../../../src/stats/drift/anderson-darling.js";
import { benjaminiHochberg } from "../../../../src/stats/drift/benjamini-hochberg.js";
import { chiSquare, gTest } from "../../../../src/stats/drift/chi-square.js";
import { cramerVonMises } from "../../../../src/stats/drift/cramer-von-mises.js";
import { ecdfOf, ecdfOfTable, momentsOf } from "../../../../src/stats/drift/ecdf.js";
import { hellinger } from "../../../../src/stats/drift/hellinger.js";
import { jensenShannon } from "../../../../src/stats/drift/jensen-shannon.js";
import { ks } from "../../../../src/stats/drift/ks.js";
import { mannWhitney } from "../../../../src/stats/drift/mann-whitney.js";
import { countsByEdges, decileEdges, psi, psiOfChance } from "../../../../src/stats/drift/psi.js";
import { totalVariation } from "../../../../src/stats/drift/total-variation.js";
import type { TestOutcome } from "../../../../src/stats/drift/types.js";
import { wasserstein } from "../../../../src/stats/drift/wasserstein.js";
import { driftFixture } from "../../../support/drift-fixture.js";
import { expectClose } from "../../../support/stats-fixture.js";

type Pair = readonly [statistic: number, pValue: number];
interface Sample {
  readonly name: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly ks: Pair;
  readonly wasserstein: number;
  readonly sd: number;
  readonly psi: number;
  readonly psiThreshold: number;
  readonly cramerVonMises?: Pair;
  readonly andersonDarling?: Pair;
  readonly mannWhitney?: Pair;
}
interface Table {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly ks: Pair;
  readonly wasserstein: number;
}
interface Categories {
  readonly name: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly chiSquare: readonly [number, number, number];
  readonly gTest: readonly [number, number, number];
  readonly totalVariation: number;
  readonly hellinger: number;
  readonly jensenShannon: number;
  readonly jensenShannon2: number;
  readonly psi: number;
}
const fixture = driftFixture<{
  readonly samples: readonly Sample[];
  readonly tables: readonly Table[];
  readonly kolmogorov: readonly (readonly [n: number, x: number, tail: number])[];
  readonly categories: readonly Categories[];
  readonly distributions: Readonly<Record<string, readonly (readonly [number, number, number])[]>>;
  readonly adjusted: readonly { readonly p: readonly number[]; readonly q: readonly number[] }[];
}>("one_dimension");

/** To nine digits; what is below 1e-5 to 1e-14, since SciPy takes it as a difference from 1. */
function expectPair(outcome: TestOutcome, [statistic, pValue]: Pair): void {
  expect(Math.abs(outcome.statistic - statistic)).toBeLessThanOrEqual(
    1e-9 * Math.max(1e-5, Math.abs(statistic)),
  );
  expect(Math.abs(outcome.pValue - pValue), `${outcome.pValue} for ${pValue}`).toBeLessThanOrEqual(
    1e-9 * Math.max(1e-5, pValue),
  );
}

test.each(fixture.samples.map((sample) => [sample.name, sample] as const))(
  "every test of %s is SciPy's",
  (_, sample) => {
    const [a, b] = [ecdfOf(sample.a), ecdfOf(sample.b)];
    expectPair(ks(a, b), sample.ks);
    expectClose(wasserstein(a, b), sample.wasserstein);
    expectClose(momentsOf(a).sd, sample.sd);
    const edges = decileEdges(a);
    expectClose(psi(countsByEdges(a, edges), countsByEdges(b, edges)), sample.psi);
    expectClose(
      Math.max(0.1, psiOfChance(edges.length + 1, sample.a.length, sample.b.length)),
      sample.psiThreshold,
    );
    if (sample.cramerVonMises !== undefined) expectPair(cramerVonMises(a, b), sample.cramerVonMises);
    if (sample.andersonDarling !== undefined) expectPair(andersonDarling(a, b), sample.andersonDarling);
    if (sample.mannWhitney !== undefined) expectPair(mannWhitney(a, b), sample.mannWhitney);
  },
);

test.each(fixture.tables.map((table) => [table.a.reduce(sum), table.b.reduce(sum), table] as const))(
  "%i against %i values are compared as SciPy does",
  (_n, _m, { a, b, ...expected }) => {
    const [first, second] = [a, b].map((counts) =>
      ecdfOfTable(counts.map((count, value) => [value, count] as const).filter(([, count]) => count > 0)),
    );
    if (first === undefined || second === undefined) throw new Error("no samples");
    const outcome = ks(first, second);
    expectClose(outcome.statistic, expected.ks[0]);
    expect(Math.abs(outcome.pValue - expected.ks[1])).toBeLessThanOrEqual(1e-9 * expected.ks[1] + 1e-300);
    expectClose(wasserstein(first, second), expected.wasserstein);
  },
);

test.each(fixture.categories.map((each) => [each.name, each] as const))(
  "categories, %s: every figure is SciPy's",
  (_, { a, b, ...expected }) => {
    for (const [outcome, [statistic, pValue, freedom]] of [
      [chiSquare(a, b), expected.chiSquare],
      [gTest(a, b), expected.gTest],
    ] as const) {
      expect(outcome.freedom).toBe(freedom);
      expect(Math.abs(outcome.statistic - statistic)).toBeLessThanOrEqual(1e-9 * Math.max(1e-3, statistic));
      expectClose(outcome.pValue, pValue);
    }
    const close = (value: number, other: number): void =>
      expect(Math.abs(value - other)).toBeLessThanOrEqual(1e-9 * Math.max(other, 1e-3));
    close(totalVariation(a, b), expected.totalVariation);
    close(hellinger(a, b), expected.hellinger);
    close(jensenShannon(a, b), expected.jensenShannon);
    close(jensenShannon(a, b, 2), expected.jensenShannon2);
    close(psi(a, b), expected.psi);
  },
);

test("distributions are SciPy's, in the tails too", () => {
  const {
    chiSquareTail: tails,
    chiSquareUpperPoint: points,
    cramerVonMisesCdf: below,
  } = fixture.distributions;
  for (const [x, freedom, tail] of tails ?? []) expectClose(chiSquareTail(x, freedom), tail, 1e-10);
  for (const [tail, freedom, x] of points ?? []) expectClose(chiSquareUpperPoint(tail, freedom), x, 1e-10);
  for (const [x, share] of below ?? []) expectClose(cramerVonMisesCdf(x), share, 1e-9);
  expect(fixture.kolmogorov.length).toBeGreaterThan(150);
  for (const [n, x, tail] of fixture.kolmogorov) expectClose(kolmogorovTail(n, x), tail, 1e-9);
});

test("p-values of many tests are adjusted as SciPy's false_discovery_control does", () => {
  for (const { p, q } of fixture.adjusted) {
    const adjusted = benjaminiHochberg(p);
    expect(adjusted).toHaveLength(q.length);
    adjusted.forEach((value, i) => {
      expectClose(value, q[i] ?? Number.NaN, 1e-12);
    });
  }
  expect(() => benjaminiHochberg([0.1, 1.1])).toThrow(RangeError);
});

test("an empty sample, and one with NaN, is refused", () => {
  expect(() => ecdfOf([])).toThrow(RangeError);
  expect(() => ecdfOf([1, Number.NaN])).toThrow(RangeError);
  expect(() => ecdfOf([Number.NEGATIVE_INFINITY, 1])).toThrow(RangeError);
  expect(() => ecdfOfTable([])).toThrow(RangeError);
  expect(() => chiSquare([0, 0], [1, 2])).toThrow(RangeError);
  expect(() => totalVariation([1], [1, 2])).toThrow(RangeError);
});

function sum(a: number, b: number): number {
  return a + b;
}
