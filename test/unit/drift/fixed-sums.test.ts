import { expect, test } from "vitest";
import { FixedSums } from "../../../src/drift/fixed-sums.js";
import { SeededRandom } from "../../../src/stats/seeded-random.js";

const count = 10_000;
const random = new SeededRandom("sums");
const values = Array.from({ length: count }, () => (random.next() - 2 ** 31) * 2 ** -(random.next() % 60));

function sumsOf(of: readonly number[]) {
  const sums = new FixedSums(of.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  sums.add(of.slice(0, 1));
  sums.add(of, 0);
  sums.add(of.slice(1));
  return { mean: sums.mean(), m2: sums.m2() };
}

/** Whole multiples of 2^-90, and of 2^-180. */
function exactly(of: readonly number[]) {
  const wholes = of.map((value) => BigInt(value * 2 ** 90));
  const sum = wholes.reduce((all, value) => all + value, 0n);
  const squares = wholes.reduce((all, value) => all + value * value, 0n);
  const n = BigInt(of.length);
  const m2 = Number((squares * n - sum * sum) / n) / 2 ** 180;
  return { mean: Number((sum * 2n ** 60n) / n) / 2 ** 150, m2 };
}

test("mean and squared distances are those of whole-number arithmetic", () => {
  expect(sumsOf(values)).toEqual(exactly(values));
  const far = values.map((value) => 2 ** 40 + Math.round(value));
  expect(sumsOf(far)).toEqual(exactly(far));
});

test("the order does not show in the last bit", () => {
  expect(sumsOf([...values].reverse())).toEqual(sumsOf(values));
  expect(sumsOf([...values].sort((a, b) => a - b))).toEqual(sumsOf(values));
});

test("neither the greatest nor the least doubles are lost", () => {
  const huge = sumsOf([Number.MAX_VALUE, -Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE]);
  expect(huge).toEqual({ mean: Number.MAX_VALUE / 2, m2: null });
  expect(sumsOf([5e-324, 15e-324]).mean).toBe(10e-324);
  expect(sumsOf([0, 0])).toEqual({ mean: 0, m2: 0 });
});
