import { describe, expect, test } from "vitest";
import { outwardRange, outwardShare } from "../../../src/schemas/infer/outward.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";

describe("a range is wider than what was found and ends at round numbers", () => {
  test.each([
    [32.1, 59.6, false, { min: 25, max: 65 }],
    [2700, 6300, true, { min: 2000, max: 7000 }],
    [2007, 2009, true, { min: 2006, max: 2010 }],
    [0, 3, true, { min: 0, max: 4 }],
    [0.02, 0.97, false, { min: 0, max: 1 }],
    [-5, -1, true, { min: -6, max: 0 }],
    [7, 7, true, { min: 6, max: 8 }],
    [0, 0, false, { min: 0, max: 0.2 }],
    [1e-9, 3e-9, false, { min: 8e-10, max: 3.2e-9 }],
  ])("%f to %f", (min, max, whole, range) => {
    expect(outwardRange(min, max, whole)).toEqual(range);
  });
});

test("no range leaves out what it was made from", () => {
  const source = new SeededRandom("outward");
  const unit = () => source.next() / 2 ** 32;
  for (let round = 0; round < 2000; round++) {
    const scale = 10 ** Math.floor(unit() * 12 - 4);
    const [a, b] = [(unit() - 0.5) * scale, (unit() - 0.5) * scale];
    const [low, high] = a < b ? [a, b] : [b, a];
    const { min, max } = outwardRange(low, high, false);
    expect(min <= low && max >= high).toBe(true);
  }
});

test("a share of absent values has room to grow, and never reaches beyond all rows", () => {
  expect([0.0001, 0.006, 0.05, 0.3, 0.9].map(outwardShare)).toEqual([0.05, 0.05, 0.1, 0.5, 1]);
});
