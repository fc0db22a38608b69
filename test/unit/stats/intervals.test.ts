import { describe, expect, test } from "vitest";
import { clopperPearson } from "../../../src/stats/clopper-pearson.js";
import { holm } from "../../../src/stats/holm.js";
import { mcnemarExact } from "../../../src/stats/mcnemar.js";
import { passAtK, passHatK } from "../../../src/stats/pass-at-k.js";
import { quantileEstimate } from "../../../src/stats/quantile-estimate.js";
import { tangoInterval } from "../../../src/stats/tango.js";
import { wilson } from "../../../src/stats/wilson.js";
import { expectClose, expectInterval, statsFixture } from "../../support/stats-fixture.js";

type Pair = readonly [number, number];
const fixture = statsFixture<{
  rates: readonly { of: readonly [number, number, number]; wilson: Pair; clopperPearson: Pair }[];
  mcnemar: readonly { of: Pair; p: number }[];
  tango: readonly { of: readonly [number, number, number, number]; interval: Pair }[];
  holm: readonly { p: readonly number[]; adjusted: readonly number[] }[];
  quantiles: readonly { values: readonly number[]; share: number; value: number; interval: Pair | null }[];
  passes: readonly { of: readonly [number, number, number]; anyAll: Pair }[];
}>("intervals");

describe("a rate", () => {
  test.each(fixture.rates)(
    "$of: Wilson as statsmodels, Clopper and Pearson as SciPy",
    ({ of, ...expected }) => {
      expectInterval(wilson(...of), expected.wilson);
      expectInterval(clopperPearson(...of), expected.clopperPearson);
    },
  );

  test("keeps within 0 to 1 and holds the estimate", () => {
    for (const trials of [1, 3, 60, 1000]) {
      for (const successes of [0, 1, trials]) {
        for (const [low, high] of [wilson(successes, trials), clopperPearson(successes, trials)]) {
          expect(low).toBeGreaterThanOrEqual(0);
          expect(low).toBeLessThanOrEqual(successes / trials);
          expect(high).toBeGreaterThanOrEqual(successes / trials);
          expect(high).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  test.each([
    [0, 0],
    [2, 1],
    [-1, 3],
    [Number.NaN, 3],
  ])("%s of %s trials is refused", (successes, trials) => {
    expect(() => wilson(successes, trials)).toThrow(RangeError);
    expect(() => clopperPearson(successes, trials)).toThrow(RangeError);
  });
});

describe("McNemar's exact test", () => {
  test.each(fixture.mcnemar)("$of as statsmodels", ({ of, p }) => expectClose(mcnemarExact(...of), p, 1e-12));

  test("refuses what are no counts", () => {
    expect(() => mcnemarExact(0.5, 1)).toThrow(RangeError);
    expect(() => mcnemarExact(-1, 1)).toThrow(RangeError);
    expect(() => mcnemarExact(0.5, 0.5)).toThrow(RangeError);
  });
});

describe("Tango's interval", () => {
  test.each(fixture.tango)("$of solves the score equation", ({ of, interval }) => {
    expectInterval(tangoInterval(...of), interval);
  });

  test("turns round when the sides are swapped", () => {
    const [low, high] = tangoInterval(3, 11, 60);
    expectInterval(tangoInterval(11, 3, 60), [-high, -low], 1e-14);
  });

  test("refuses more changes than cases", () => {
    expect(() => tangoInterval(3, 3, 5)).toThrow(RangeError);
    expect(() => tangoInterval(0, 0, 0)).toThrow(RangeError);
    expect(() => tangoInterval(Number.NaN, 0, 3)).toThrow(RangeError);
  });
});

describe("Holm's adjustment", () => {
  test.each(fixture.holm)("$p as statsmodels", ({ p, adjusted }) => {
    for (const [place, value] of holm(p).entries()) expectClose(value, adjusted[place] ?? Number.NaN, 1e-12);
  });

  test("of nothing is nothing, and what is no p-value is refused", () => {
    expect(holm([])).toEqual([]);
    expect(() => holm([0.1, Number.NaN])).toThrow(RangeError);
    expect(() => holm([1.1])).toThrow(RangeError);
  });
});

describe("a quantile", () => {
  test.each(fixture.quantiles)(
    "$share of $values.length as NumPy, its interval as by trying all",
    (expected) => {
      const estimate = quantileEstimate(Float64Array.from(expected.values), expected.share);
      expectClose(estimate.value, expected.value, 1e-12);
      expectInterval(estimate.interval, expected.interval, 0);
      expect(estimate).toMatchObject({ method: "order_statistics", n: expected.values.length });
    },
  );

  test("of nothing, of NaN and out of order is refused", () => {
    expect(() => quantileEstimate(new Float64Array(0), 0.5)).toThrow(RangeError);
    expect(() => quantileEstimate(Float64Array.of(1, Number.NaN), 0.5)).toThrow(RangeError);
    expect(() => quantileEstimate(Float64Array.of(Number.NaN), 0.5)).toThrow(RangeError);
    expect(() => quantileEstimate(Float64Array.of(2, 1), 0.5)).toThrow(RangeError);
    expect(() => quantileEstimate(Float64Array.of(2), 1.5)).toThrow(RangeError);
  });
});

describe("pass@k and pass^k", () => {
  test("are the shares of all choices of k repeats", () => {
    for (const { of, anyAll } of fixture.passes) {
      expectClose(passAtK(...of), anyAll[0], 1e-12);
      expectClose(passHatK(...of), anyAll[1], 1e-12);
    }
  });

  test("say nothing of more repeats than there are, and of none", () => {
    for (const k of [0, 4]) expect([passAtK(1, 3, k), passHatK(1, 3, k)]).toEqual([undefined, undefined]);
    expect([passAtK(0, 0, 1), passHatK(0, 0, 1)]).toEqual([undefined, undefined]);
  });

  test("refuse what are no counts", () => {
    expect(() => passAtK(4, 3, 1)).toThrow(RangeError);
    expect(() => passHatK(0.5, 3, 1)).toThrow(RangeError);
  });
});
