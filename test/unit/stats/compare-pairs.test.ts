import { describe, expect, test } from "vitest";
import { comparePairs } from "../../../src/stats/compare-pairs.js";
import { mcnemarExact } from "../../../src/stats/mcnemar.js";
import { minimumDetectableEffect } from "../../../src/stats/power.js";
import { tangoInterval } from "../../../src/stats/tango.js";
import type { Interval, Pair } from "../../../src/stats/types.js";
import { expectClose, expectInterval, statsFixture } from "../../support/stats-fixture.js";

interface Figures {
  readonly difference: number;
  readonly interval: Interval | null;
  readonly pValue: number;
  readonly minimumDetectableEffect: number;
  readonly n: number;
  readonly units: number;
}
type Row = readonly [id: string, before: number, after: number, cluster: string];
const fixture = statsFixture<{
  pairs: readonly (Figures & { kind: "rate" | "mean"; pairs: readonly Row[] })[];
  manyPairs: Figures;
}>("estimates");

function pair([id, before, after, cluster]: Row): Pair {
  return { id, before, after, cluster };
}
const outcomes = (before: string, after: string): Pair[] =>
  [...before].map((letter, place) => ({
    id: `case-${place}`,
    before: letter === "+" ? 1 : 0,
    after: after[place] === "+" ? 1 : 0,
    cluster: `case-${place}`,
  }));

function expectFigures(pairs: readonly Pair[], kind: "rate" | "mean", expected: Figures): void {
  const compared = comparePairs(pairs, kind);
  expect(Math.abs(compared.difference - expected.difference)).toBeLessThan(1e-12);
  expectInterval(compared.interval, expected.interval);
  expectClose(compared.pValue, expected.pValue);
  expectClose(compared.minimumDetectableEffect, expected.minimumDetectableEffect);
  expect(compared).toMatchObject({ test: "sign_flip", n: expected.n, units: expected.units });
}

describe("repeats, scores and clusters", () => {
  test.each(fixture.pairs.map((expected, place) => ({ place, ...expected })))(
    "of fixture $place give the figures of NumPy with the same draws",
    ({ kind, pairs, ...expected }) => expectFigures(pairs.map(pair), kind, expected),
  );

  test("of thousands give those of the normal distribution", () => {
    const pairs = Array.from({ length: 6000 }, (_, place) => ({
      id: `case-${place}`,
      before: ((place * 7) % 11) / 10,
      after: ((place * 5) % 13) / 12,
      cluster: `case-${place}`,
    }));
    expectFigures(pairs, "mean", fixture.manyPairs);
  });
});

describe("single outcomes", () => {
  test("are compared by McNemar's test and Tango's interval", () => {
    const pairs = outcomes("+++++++-----++++++++", "---++++--+++++++++++");
    const { minimumDetectableEffect: least, ...compared } = comparePairs(pairs, "rate");
    expect(compared).toEqual({
      difference: 0,
      interval: tangoInterval(3, 3, 20),
      method: "tango",
      test: "mcnemar_exact",
      pValue: mcnemarExact(3, 3),
      discordant: { improved: 3, regressed: 3 },
      n: 20,
      units: 20,
    });
    expect(least).toBeGreaterThan(minimumDetectableEffect({ cases: 20, discordant: 0.3 }));
  });

  test.each([
    ["all pass", "++++++++++", "++++++++++"],
    ["all fail", "----------", "----------"],
    ["no outcome changes", "+-+-+-+-+-", "+-+-+-+-+-"],
  ])("where %s: p is 1, and interval and detectable effect are still given", (_, before, after) => {
    const compared = comparePairs(outcomes(before, after), "rate");
    expect(compared).toMatchObject({ difference: 0, pValue: 1, discordant: { improved: 0, regressed: 0 } });
    const [low = 0, high = 0] = compared.interval ?? [];
    expect(low).toBeLessThan(-0.2);
    expect(high).toBeGreaterThan(0.2);
    expect(compared.minimumDetectableEffect).toBeGreaterThan(0.5);
  });

  test("of one case decide nothing", () => {
    const compared = comparePairs(outcomes("+", "-"), "rate");
    expect(compared).toMatchObject({ difference: -1, pValue: 1, minimumDetectableEffect: 1, n: 1, units: 1 });
    expect(compared.interval?.[0]).toBe(-1);
    expect(compared.interval?.[1]).toBeGreaterThan(0.5);
  });

  test("that all turn from passed to failed are found", () => {
    const compared = comparePairs(outcomes("++++++++", "--------"), "rate");
    expect(compared.difference).toBe(-1);
    expectClose(compared.pValue, 2 / 256, 1e-14);
    expect(compared.interval?.[1]).toBeLessThan(-0.3);
  });
});

test("clusters weigh as one: a case copied ten times is no more evidence than once", () => {
  const copied = outcomes("+++++", "-----").flatMap((one) =>
    Array.from({ length: 10 }, (_, copy) => ({ ...one, id: `${one.id}/${copy}` })),
  );
  const compared = comparePairs(copied, "rate");
  expect(compared).toMatchObject({ n: 50, units: 5, minimumDetectableEffect: 1 });
  expectClose(compared.pValue, 2 / 32, 1e-14);
});

test("a cluster that is the whole set has no interval and shows nothing", () => {
  const pairs = outcomes("+++++-", "-----+").map((one) => ({ ...one, cluster: "all" }));
  const compared = comparePairs(pairs, "rate");
  expect(compared).toMatchObject({
    units: 1,
    pValue: 1,
    minimumDetectableEffect: 1,
    method: "cluster_bootstrap",
  });
  expect(compared.interval).toBeUndefined();
});

test("the order of the pairs changes no bit of any figure", () => {
  for (const { kind, pairs } of fixture.pairs) {
    const inOrder = comparePairs(pairs.map(pair), kind);
    for (let turn = 1; turn <= 5; turn++) {
      const cut = Math.floor((turn * pairs.length) / 6);
      const turned = [...pairs.slice(cut), ...pairs.slice(0, cut).reverse()].map(pair);
      expect(comparePairs(turned, kind)).toEqual(inOrder);
    }
  }
});

test("swapping the sides turns the figures round", () => {
  for (const [before, after] of [["+++++++---", "---+++++--"]] as const) {
    const there = comparePairs(outcomes(before, after), "rate");
    const back = comparePairs(outcomes(after, before), "rate");
    expect(back.pValue).toBe(there.pValue);
    expectClose(back.difference, -there.difference, 1e-15);
    expect(back.discordant).toEqual({
      improved: there.discordant.regressed,
      regressed: there.discordant.improved,
    });
  }
});

test.each<[string, "rate" | "mean", Partial<Pair>]>([
  ["NaN", "mean", { after: Number.NaN }],
  ["infinity", "mean", { before: Number.POSITIVE_INFINITY }],
  ["a rate above 1", "rate", { after: 1.5 }],
  ["a rate below 0", "rate", { before: -0.5 }],
])("%s is refused by name", (_, kind, part) => {
  const pairs = [{ id: "case-7", before: 0, after: 1, cluster: "case-7", ...part }];
  expect(() => comparePairs(pairs, kind)).toThrow(RangeError);
});

test("no pairs, and values outside of the bounds, are refused", () => {
  expect(() => comparePairs([], "rate")).toThrow("no pairs");
  expect(() => comparePairs(outcomes("+", "-"), "mean", { bounds: [2, 3] })).toThrow("values from 0 to 1");
});
