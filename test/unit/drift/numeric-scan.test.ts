import { expect, test } from "vitest";
import { NumericScan } from "../../../src/drift/numeric-scan.js";
import { sortDoubles } from "../../../src/drift/sort-doubles.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";

function scanned(values: readonly number[], knots?: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scan = new NumericScan({ count: sorted.length, largest, ...(knots !== undefined && { knots }) });
  scan.add(sorted.subarray(0, 7));
  scan.add(sorted.subarray(7));
  return scan.figures();
}

function seeded(count: number, seed: string): number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => random.next() / 2 ** 32 - 0.5);
}

test("of few values all are kept, and the knots are the values", () => {
  expect(scanned([3, 1, 2, 2, -0, 0])).toEqual({
    zeros: 2,
    min: 0,
    max: 3,
    mean: 8 / 6,
    m2: expect.closeTo(18 - 64 / 6, 12),
    knots: [
      [0, 0, 2],
      [1, 2, 3],
      [2, 3, 5],
      [3, 5, 6],
    ],
    values: [
      [0, 2],
      [1, 1],
      [2, 2],
      [3, 1],
    ],
  });
});

test("no value gives no figures", () => {
  expect(scanned([])).toEqual({
    zeros: 0,
    min: null,
    max: null,
    mean: null,
    m2: null,
    knots: [],
    values: [],
  });
});

test("of many values 257 knots are kept, each with exact counts, and cells hold as many values", () => {
  const values = seeded(10_000, "many");
  const { knots, values: kept, min, max } = scanned(values);
  expect([knots.length, kept]).toEqual([257, undefined]);
  expect([knots[0]?.[0], knots.at(-1)?.[0]]).toEqual([min, max]);
  for (const [knot, below, atOrBelow] of knots) {
    expect(below).toBe(values.filter((value) => value < knot).length);
    expect(atOrBelow).toBe(values.filter((value) => value <= knot).length);
  }
  const sizes = knots.slice(1).map(([, , to], at) => to - (knots[at]?.[2] ?? 0));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(40);
});

test("a value that fills several cells is one knot", () => {
  const { knots } = scanned([...Array.from({ length: 5000 }, () => 7), ...seeded(5000, "rest")]);
  expect(knots.filter(([value]) => value === 7)).toEqual([[7, 5000, 10_000]]);
  expect(new Set(knots.map(([value]) => value)).size).toBe(knots.length);
});

test("up to 1,000 rows keep every value, 1,001 do not", () => {
  expect(scanned(seeded(1000, "small")).values).toHaveLength(1000);
  expect(scanned(seeded(1001, "large")).values).toBeUndefined();
});

test("counts at given knots are exact, before, between and beyond the values", () => {
  expect(scanned([1, 2, 2, 3], [0, 1, 1.5, 2, 9]).knots).toEqual([
    [0, 0, 0],
    [1, 0, 1],
    [1.5, 1, 1],
    [2, 1, 3],
    [9, 4, 4],
  ]);
});

test("the mean and M2 hold where a plain sum loses them", () => {
  const far = scanned([1e16 + 2, 1e16 + 4, 1e16 + 6]);
  expect([far.mean, far.m2]).toEqual([1e16 + 4, 8]);
  const huge = scanned([1e200, 3e200]);
  expect([huge.mean, huge.m2]).toEqual([2e200, null]);
  const tiny = scanned([1e-170, 3e-170]);
  expect(tiny.mean).toBeCloseTo(2e-170, 180);
  expect(scanned([0.1, 0.1, 0.1])).toMatchObject({ mean: 0.1, m2: 0 });
});

test("a wrong count is a bug, not a wrong figure", () => {
  const scan = new NumericScan({ count: 2, largest: 1 });
  scan.add([1]);
  expect(() => scan.figures()).toThrow("2 values announced, 1 given");
});

test("doubles are sorted as the built-in sort does it", () => {
  const random = new SeededRandom("sort");
  const values = Float64Array.from({ length: 20_000 }, (_, at) => {
    const value = (random.next() / 2 ** 31 - 1) * 10 ** ((at % 600) - 300);
    return at % 50 === 0 ? 0 : at % 51 === 0 ? 5e-324 : value;
  });
  expect(sortDoubles(Float64Array.from(values))).toEqual(Float64Array.from(values).sort());
  expect(sortDoubles(new Float64Array(5000).fill(-2))).toEqual(new Float64Array(5000).fill(-2));
});
