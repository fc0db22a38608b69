import { expect, test } from "vitest";
import { BettingSequence } from "../../../src/stats/betting-sequence.js";
import type { Interval } from "../../../src/stats/types.js";
import { expectInterval, statsFixture } from "../../support/stats-fixture.js";

interface Stream {
  readonly name: string;
  readonly values: readonly number[];
  readonly lower: number;
  readonly upper: number;
  readonly alpha: number;
  /** After the 1st, the 11th, the 21st … value. */
  readonly intervals: readonly Interval[];
}
const streams = statsFixture<readonly Stream[]>("betting");

test.each(streams)(
  "$name: the interval is NumPy's after every value",
  ({ values, intervals, ...options }) => {
    const sequence = new BettingSequence(options);
    values.forEach((value, place) => {
      sequence.add(value);
      if (place % 10 === 0) expectInterval(sequence.interval, intervals[place / 10] ?? null, 1e-12);
    });
  },
);

test.each(streams)(
  "$name: the interval never grows, and what is outside is rejected",
  ({ values, ...options }) => {
    const sequence = new BettingSequence(options);
    let [low, high] = sequence.interval;
    expect([low, high]).toEqual([options.lower, options.upper]);
    for (const value of values) {
      sequence.add(value);
      const [from, to] = sequence.interval;
      expect(from).toBeGreaterThanOrEqual(low);
      expect(to).toBeLessThanOrEqual(high);
      [low, high] = [from, to];
    }
    expect(low > options.lower ? sequence.rejects(low) : "above").toBe("above");
    expect(high < options.upper ? sequence.rejects(high) : "below").toBe("below");
    expect(sequence.rejects((low + high) / 2)).toBeUndefined();
  },
);

test("a mean at the end of the limits is not rejected before anything is seen", () => {
  const sequence = new BettingSequence({ lower: 0, upper: 1 });
  expect([sequence.rejects(0), sequence.rejects(1), sequence.rejects(0.5)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test("values outside of the limits, NaN and limits out of order are refused", () => {
  const sequence = new BettingSequence({ lower: 0, upper: 1 });
  for (const value of [-0.1, 1.1, Number.NaN]) expect(() => sequence.add(value)).toThrow(RangeError);
  expect(() => new BettingSequence({ lower: 1, upper: 1 })).toThrow(RangeError);
  expect(() => new BettingSequence({ lower: 0, upper: Number.POSITIVE_INFINITY })).toThrow(RangeError);
  expect(() => new BettingSequence({ lower: 0, upper: 1, alpha: 0 })).toThrow(RangeError);
});
