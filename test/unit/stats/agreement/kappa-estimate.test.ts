import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { agreementTable } from "../../../../src/stats/agreement/agreement-table.js";
import { cohenKappa } from "../../../../src/stats/agreement/cohen-kappa.js";
import { kappaEstimate } from "../../../../src/stats/agreement/kappa-estimate.js";
import { landisKoch } from "../../../../src/stats/agreement/landis-koch.js";
import type { KappaWeights, Rated } from "../../../../src/stats/agreement/rated.js";
import { SeededRandom } from "../../../../src/stats/seeded-random.js";
import { expectClose, expectInterval } from "../../../support/stats-fixture.js";

interface Fixture {
  readonly table: readonly (readonly number[])[];
  readonly weights: KappaWeights;
  readonly kappa: number;
  readonly standardError: number;
  readonly interval: readonly [number, number];
  readonly agreement: number;
  readonly expected: number;
}

const fixtures: readonly Fixture[] = JSON.parse(
  readFileSync(new URL("../../../fixtures/agreement/agreement.json", import.meta.url), "utf8"),
);

function casesOf(table: readonly (readonly number[])[], cluster?: (index: number) => string): Rated[] {
  const cells = table.flatMap((row, first) =>
    row.flatMap((count, second) => Array.from({ length: count }, () => ({ first, second }))),
  );
  return cells.map((cell, index) => ({ ...cell, cluster: cluster?.(index) ?? `c${index}` }));
}

describe("Cohen's kappa", () => {
  test.each(fixtures)("of $table, weights $weights, is that of scikit-learn and statsmodels", (fixture) => {
    const { table, weights } = fixture;
    const cases = casesOf(table);
    expect(agreementTable(cases, table.length)).toEqual(table);
    const found = cohenKappa(table, weights);
    for (const key of ["kappa", "standardError", "agreement", "expected"] as const)
      expectClose(found[key] ?? undefined, fixture[key]);
    const estimate = kappaEstimate(cases, table.length, weights);
    if (estimate.method === "asymptotic") expectInterval(estimate.interval, fixture.interval);
    else expect(estimate.interval?.[0]).toBeLessThanOrEqual(Math.max(-1, fixture.interval[0]) + 1e-12);
  });

  test("takes the interval of the standard error wherever there are cases enough", () => {
    const methods = fixtures.map(
      ({ table, weights }) => kappaEstimate(casesOf(table), table.length, weights).method,
    );
    expect(methods.filter((method) => method === "asymptotic").length).toBeGreaterThan(30);
    expect(methods).toContain("bootstrap");
  });

  test("is undefined, with the reason, where both know one category only", () => {
    const one = kappaEstimate(
      casesOf([
        [0, 0],
        [0, 30],
      ]),
      2,
      "none",
    );
    expect(one).toMatchObject({ kappa: null, standardError: null, agreement: 1, prevalence: 1, n: 30 });
    expect(one.interval).toBeUndefined();
    expect(one.undefinedBecause).toContain("one category");
  });

  test("is 0 where one judge knows one category only, and not surer than the cases", () => {
    const { kappa, interval } = kappaEstimate(
      casesOf([
        [0, 4],
        [0, 30],
      ]),
      2,
      "none",
    );
    expect(kappa).toBeCloseTo(0, 12);
    expect(interval).toBeDefined();
  });

  test("of full agreement on few cases leaves room below", () => {
    const { kappa, interval } = kappaEstimate(
      casesOf([
        [10, 0],
        [0, 10],
      ]),
      2,
      "none",
    );
    expect(kappa).toBe(1);
    // Wilson's lower bound of 20 of 20 is 0.8389; chance agrees on half.
    expectClose(interval?.[0], (20 / (20 + 1.959963984540054 ** 2) - 0.5) / 0.5);
    expect(interval?.[1]).toBe(1);
  });

  test("does not depend on the order of the cases, and clusters make it less sure", () => {
    const table = [
      [12, 3],
      [4, 21],
    ];
    const cases = casesOf(table);
    const shuffled = [...cases].reverse();
    expect(kappaEstimate(shuffled, 2, "none")).toEqual(kappaEstimate(cases, 2, "none"));
    const clustered = kappaEstimate(
      casesOf(table, (index) => `k${index % 8}`),
      2,
      "none",
    );
    expect(clustered).toMatchObject({ method: "cluster_bootstrap", units: 8, n: 40 });
    const blocks = casesOf(table, (index) => `k${Math.floor(index / 5)}`);
    const width = ([low, high]: readonly [number, number] = [0, 0]) => high - low;
    expect(width(kappaEstimate(blocks, 2, "none").interval)).toBeGreaterThan(
      width(kappaEstimate(cases, 2, "none").interval),
    );
    expect(kappaEstimate([...blocks].reverse(), 2, "none").interval).toEqual(
      kappaEstimate(blocks, 2, "none").interval,
    );
  });

  test("has an interval that holds the true value about as often as it says, for few cases", () => {
    const random = new SeededRandom("coverage");
    const missed = [
      { cases: 20, cells: [0.4, 0.1, 0.1, 0.4], kappa: 0.6 },
      { cases: 40, cells: [0.15, 0.05, 0.1, 0.7], kappa: 0.571428571 },
      { cases: 30, cells: [0.3, 0.2, 0.2, 0.3], kappa: 0.2 },
    ].map(({ cases, cells, kappa }) => {
      let misses = 0;
      for (let trial = 0; trial < 300; trial++) {
        const drawn = Array.from({ length: cases }, (_, index): Rated => {
          const at = random.next() / 2 ** 32;
          const below = (cell: number) => cells.slice(0, cell + 1).reduce((sum, share) => sum + share, 0);
          const cell = Math.max(
            0,
            cells.findIndex((_share, place) => at < below(place)),
          );
          return { first: cell >> 1, second: cell & 1, cluster: `c${index}` };
        });
        const { interval } = kappaEstimate(drawn, 2, "none", { resamples: 400 });
        if (interval && !(interval[0] <= kappa && kappa <= interval[1])) misses++;
      }
      return misses / 300;
    });
    for (const share of missed) expect(share).toBeLessThan(0.085);
  });

  test("refuses a table without cases, and a case in no category", () => {
    expect(() =>
      cohenKappa(
        [
          [0, 0],
          [0, 0],
        ],
        "none",
      ),
    ).toThrow(RangeError);
    expect(() => agreementTable([{ first: 0, second: 2 }], 2)).toThrow(RangeError);
  });
});

test("the words of Landis and Koch go with their bounds", () => {
  expect([-0.1, 0, 0.2, 0.21, 0.4, 0.41, 0.6, 0.61, 0.8, 0.81, 1].map(landisKoch)).toEqual([
    ...["poor", "slight", "slight", "fair", "fair", "moderate", "moderate", "substantial", "substantial"],
    ...["almost perfect", "almost perfect"],
  ]);
});
