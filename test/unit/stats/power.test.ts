import { expect, test } from "vitest";
import {
  type EffectQuestion,
  minimumDetectableEffect,
  type PowerQuestion,
  powerOfComparison,
  requiredCases,
  type SizeQuestion,
} from "../../../src/stats/power.js";
import { expectClose, statsFixture } from "../../support/stats-fixture.js";

const fixture = statsFixture<{
  power: readonly { of: PowerQuestion; is: number }[];
  cases: readonly { of: SizeQuestion; is: number }[];
  effects: readonly { of: EffectQuestion; is: number }[];
}>("power");

test.each(fixture.power)("the power of $of is that of summing over every outcome", ({ of, is }) => {
  expect(Math.abs(powerOfComparison(of) - is)).toBeLessThanOrEqual(1e-11);
});

test.each(fixture.cases)("$of needs as many cases as by trying one after the other", ({ of, is }) => {
  expect(requiredCases(of)).toBe(is);
});

test.each(fixture.effects)("$of shows what brentq finds", ({ of, is }) => {
  expectClose(minimumDetectableEffect(of), is);
});

test("five cases show no change at all", () => {
  expect(minimumDetectableEffect({ cases: 5 })).toBe(1);
  expect(minimumDetectableEffect({ cases: 0 })).toBe(1);
});

test("the three questions answer each other, of many cases too", () => {
  for (const design of [{ rate: 0.9 }, { discordant: 0.05 }, { rate: 0.8, clusterSize: 3, icc: 0.3 }]) {
    for (const effect of [0.2, 0.05, 0.005]) {
      const cases = requiredCases({ effect, ...design });
      expect(powerOfComparison({ effect, cases, ...design })).toBeGreaterThanOrEqual(0.8);
      const least = minimumDetectableEffect({ cases, ...design });
      expect(least).toBeLessThanOrEqual(effect * (1 + 1e-9));
      expect(least).toBeGreaterThan(0.95 * effect);
    }
  }
});

test.each<[PowerQuestion]>([
  [{ effect: 0, cases: 3 }],
  [{ effect: 1.1, cases: 3 }],
  [{ effect: Number.NaN, cases: 3 }],
  [{ effect: 0.1, cases: -1 }],
  [{ effect: 0.1, cases: Number.POSITIVE_INFINITY }],
  [{ effect: 0.1, cases: 9, alpha: 0 }],
  [{ effect: 0.1, cases: 9, rate: 2 }],
  [{ effect: 0.1, cases: 9, clusterSize: 0 }],
])("%o is refused", (question) => {
  expect(() => powerOfComparison(question)).toThrow(RangeError);
});
