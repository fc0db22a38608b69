import { expect, test } from "vitest";
import { FixedSums } from "../../../src/drift/fixed-sums.js";
import { weightedMean } from "../../../src/drift/weighted-mean.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";

/** The mean of some values as a profile on knots has it. */
function partOf(values: readonly number[]) {
  const sums = new FixedSums(Math.max(...values.map(Math.abs)));
  sums.add(values);
  return { mean: sums.mean() ?? Number.NaN, rest: sums.meanRest() ?? Number.NaN, count: values.length };
}

test.each([
  ["near 0", (x: number) => x - 0.5],
  ["far from 0", (x: number) => 1.7e12 + x * 3600],
  ["of all sizes", (x: number) => (x - 0.5) * 10 ** Math.floor(x * 40 - 20)],
  ["at the end of doubles", (x: number) => (x - 0.3) * 1e308],
  ["very small", (x: number) => (x - 0.2) * 1e-280],
])("means of parts, %s, are to the last bit the mean of all values", (_, valueAt) => {
  const random = new SeededRandom("weighted means");
  for (let round = 0; round < 200; round++) {
    const values = Array.from({ length: 2 + random.below(60) }, () => valueAt(random.next() / 2 ** 32));
    const parts: number[][] = [[], [], []];
    for (const value of values) parts[random.below(3)]?.push(value);
    const merged = weightedMean(parts.filter((part) => part.length > 0).map(partOf));
    expect(merged.mean).toBe(partOf(values).mean);
  }
});

test("means of parts that all but cancel out keep what is left; that of zeros is 0", () => {
  const parts = [
    { mean: 0.1, rest: 0, count: 3 },
    { mean: -0.3, rest: 0, count: 1 },
  ];
  // By Python: float((3 * Fraction(0.1) - Fraction(0.3)) / 4).
  expect(weightedMean(parts)).toEqual({ mean: 6.938893903907228e-18, rest: 0 });
  expect(weightedMean([{ mean: 0, rest: 0, count: 5 }])).toEqual({ mean: 0, rest: 0 });
});
