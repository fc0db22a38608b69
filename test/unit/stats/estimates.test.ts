import { describe, expect, test } from "vitest";
import { meanEstimate } from "../../../src/stats/mean-estimate.js";
import { rateEstimate } from "../../../src/stats/rate-estimate.js";
import type { Interval, StatOptions, Unit } from "../../../src/stats/types.js";
import { expectClose, expectInterval, statsFixture } from "../../support/stats-fixture.js";

type Row = readonly [sum: number, count: number, trials?: number];
interface Figures {
  readonly value: number;
  readonly interval: Interval | null;
}
const fixture = statsFixture<{
  rates: readonly (Figures & { units: readonly Row[] })[];
  means: readonly (Figures & { units: readonly Row[]; bounds: Interval | null; options: StatOptions })[];
  manyMeans: Figures;
}>("estimates");

function unit([sum, count, trials]: Row): Unit {
  return { sum, count, ...(trials !== undefined && { trials }) };
}
const singles = (...sums: readonly number[]): Unit[] => sums.map((sum) => ({ sum, count: 1 }));

describe("a rate", () => {
  test.each(fixture.rates.map((expected, place) => ({ place, ...expected })))(
    "of fixture $place, with its effective cases, as by SciPy",
    ({ units, value, interval }) => {
      const estimate = rateEstimate(units.map(unit));
      expectClose(estimate.value, value);
      expectInterval(estimate.interval, interval);
    },
  );

  test("of single outcomes is Wilson's; of repeats or clusters says so", () => {
    expect(rateEstimate(singles(1, 0, 1))).toMatchObject({ method: "wilson", n: 3, units: 3 });
    expect(rateEstimate(singles(1, 0.5, 1)).method).toBe("wilson_effective");
    expect(rateEstimate([{ sum: 1, count: 1, trials: 3 }]).method).toBe("wilson_effective");
    expect(rateEstimate([{ sum: 1, count: 2 }, ...singles(1)])).toMatchObject({
      method: "wilson_effective",
      n: 3,
      units: 2,
    });
  });

  test("of a cluster that is the whole set has no interval", () => {
    expect(rateEstimate([{ sum: 37, count: 40 }])).toEqual({
      value: 0.925,
      method: "wilson_effective",
      n: 40,
      units: 1,
    });
  });

  test("of clusters that agree within is less sure than of single cases", () => {
    const clustered = rateEstimate([
      ...Array(8).fill({ sum: 5, count: 5 }),
      ...Array(4).fill({ sum: 0, count: 5 }),
    ]);
    const single = rateEstimate(singles(...Array(40).fill(1), ...Array(20).fill(0)));
    const width = ({ interval = [0, 0] }: { interval?: Interval }): number => interval[1] - interval[0];
    expect(width(clustered)).toBeGreaterThan(2 * width(single));
  });

  test.each<[string, Unit[]]>([
    ["no units", []],
    ["a sum above its count", [{ sum: 2, count: 1 }]],
    ["a sum below 0", singles(-0.1)],
    ["NaN", singles(1, Number.NaN)],
    ["a unit without cases", [{ sum: 0, count: 0 }]],
  ])("of %s is refused", (_, units) => {
    expect(() => rateEstimate(units)).toThrow(RangeError);
  });
});

describe("a mean", () => {
  test.each(fixture.means.map((expected, place) => ({ place, ...expected })))(
    "of fixture $place as by NumPy with the same draws",
    ({ units, bounds, options, value, interval }) => {
      const estimate = meanEstimate(units.map(unit), { ...options, ...(bounds !== null && { bounds }) });
      expectClose(estimate.value, value);
      expectInterval(estimate.interval, interval);
    },
  );

  test("of more than 5,000 units is Student's", () => {
    const estimate = meanEstimate(singles(...Array.from({ length: 5001 }, (_, place) => place % 7)));
    expectClose(estimate.value, fixture.manyMeans.value);
    expectInterval(estimate.interval, fixture.manyMeans.interval);
    expect(estimate.method).toBe("student_t");
  });

  test("of clusters says so", () => {
    expect(meanEstimate(singles(1, 0.5)).method).toBe("bootstrap");
    expect(meanEstimate([{ sum: 3, count: 4 }, ...singles(0.2)])).toMatchObject({
      method: "cluster_bootstrap",
      n: 5,
      units: 2,
    });
  });

  test("of scores keeps within 0 to 1; of one unit, or of equal values without bounds, has no interval", () => {
    const [low = -1, high = 2] = meanEstimate(singles(1, 1, 0.1, 1, 1, 1)).interval ?? [];
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeLessThanOrEqual(1);
    expect(meanEstimate(singles(0.4)).interval).toBeUndefined();
    expect(meanEstimate(singles(4, 4, 4)).interval).toBeUndefined();
    expect(meanEstimate(singles(4, 4, 4), { bounds: [1, 5] }).interval?.[0]).toBeLessThan(4);
  });

  test("does not depend on the order of units, to the last digit", () => {
    const units = Array.from({ length: 50 }, (_, place) => ({
      sum: ((place * 37) % 50) / 7.3,
      count: 1 + (place % 3),
    }));
    expect(meanEstimate([...units].reverse())).toEqual(meanEstimate(units));
  });

  test.each<[string, Unit[]]>([
    ["nothing", []],
    ["NaN", singles(1, Number.NaN)],
    ["infinity", singles(1, Number.POSITIVE_INFINITY)],
  ])("of %s is refused", (_, units) => {
    expect(() => meanEstimate(units)).toThrow(RangeError);
  });

  test("of values outside of the bounds is refused", () => {
    expect(() => meanEstimate(singles(1, 6), { bounds: [1, 5] })).toThrow(RangeError);
  });
});
