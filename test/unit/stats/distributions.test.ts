import { expect, test } from "vitest";
import { binomialCdf, binomialDensity } from "../../../src/stats/distributions/binomial.js";
import { incompleteBeta, incompleteBetaInverse } from "../../../src/stats/distributions/incomplete-beta.js";
import { normalCdf, normalQuantile } from "../../../src/stats/distributions/normal.js";
import { studentQuantile } from "../../../src/stats/distributions/student-t.js";
import { expectClose, statsFixture } from "../../support/stats-fixture.js";

type Values = readonly { readonly of: readonly [number, number, number]; readonly value: number }[];

const functions = {
  normalCdf,
  normalQuantile,
  studentQuantile,
  incompleteBeta: (a: number, b: number, x: number): number => incompleteBeta(a, b, x),
  incompleteBetaInverse,
  binomialDensity: (k: number, n: number, p: number): number => binomialDensity(k, n, p),
  binomialCdf,
};
const fixture = statsFixture<Record<string, Values>>("distributions");

test.each(Object.entries(functions))("%s has twelve of mpmath's digits, in the tails too", (name, call) => {
  const values = fixture[name] ?? [];
  expect(values.length).toBeGreaterThan(15);
  for (const { of, value } of values) expectClose(call(...of), value, 1e-12);
});

test("the ends are what they should be", () => {
  expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([-Infinity, Infinity, 0]);
  expect([studentQuantile(0, 3), studentQuantile(1, 3), studentQuantile(0.5, 3)]).toEqual([
    -Infinity,
    Infinity,
    0,
  ]);
  expect([incompleteBeta(2, 3, 0), incompleteBeta(2, 3, 1)]).toEqual([0, 1]);
  expect([incompleteBetaInverse(2, 3, 0), incompleteBetaInverse(2, 3, 1)]).toEqual([0, 1]);
  expect([-1, 0, 4, 5].map((k) => binomialDensity(k, 4, 1))).toEqual([0, 0, 1, 0]);
  expect([-1, 0, 4].map((k) => binomialDensity(k, 4, 0))).toEqual([0, 1, 0]);
  expect([-1, 4, 9].map((k) => binomialCdf(k, 4, 0.3))).toEqual([0, 1, 1]);
});

test("large numbers stay right: a fair coin is symmetric, and sums are 1", () => {
  expectClose(binomialCdf(49_999, 100_000, 0.5) + binomialDensity(50_000, 100_000, 0.5) / 2, 0.5, 1e-12);
  let sum = 0;
  for (let k = 0; k <= 20_000; k++) sum += binomialDensity(k, 20_000, 0.03);
  expectClose(sum, 1, 1e-12);
  expectClose(studentQuantile(0.975, 1e9), normalQuantile(0.975), 1e-8);
});

test("what is no share or shape is refused", () => {
  expect(() => normalQuantile(1.2)).toThrow(RangeError);
  expect(() => normalQuantile(Number.NaN)).toThrow(RangeError);
  expect(() => studentQuantile(0.3, 0)).toThrow(RangeError);
  expect(() => incompleteBeta(0, 1, 0.5)).toThrow(RangeError);
  expect(() => incompleteBetaInverse(1, 1, -0.1)).toThrow(RangeError);
});
