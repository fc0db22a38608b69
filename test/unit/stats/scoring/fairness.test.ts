import { expect, test } from "vitest";
import { type FairnessGroup, fairnessEstimate } from "../../../../src/stats/scoring/fairness.js";
import { rateDifferenceInterval, ratioInterval } from "../../../../src/stats/scoring/newcombe.js";
import { scoringFixtures } from "./scoring-fixtures.js";

const group = (
  name: string,
  n: number,
  selected: number,
  positives: number,
  truePositives: number,
): FairnessGroup => ({
  ...{ name, n, selected, positives, truePositives },
});

const women = group("f", 100, 30, 40, 25);
const men = group("m", 80, 40, 40, 35);
const others = group("x", 20, 10, 10, 9);

test.each(scoringFixtures.newcombe)(
  "the difference $a, $b has statsmodels' interval",
  ({ a, b, interval }) => {
    const found = rateDifferenceInterval({ part: a[0], whole: a[1] }, { part: b[0], whole: b[1] });
    expect(found[0]).toBeCloseTo(interval[0], 9);
    expect(found[1]).toBeCloseTo(interval[1], 9);
  },
);

test.each([
  ["demographic_parity", 0.5 - 0.3],
  ["disparate_impact", 0.3 / 0.5],
  ["equal_opportunity", 35 / 40 - 25 / 40],
  ["equalized_odds", 35 / 40 - 25 / 40],
] as const)("%s of two groups", (measure, value) => {
  const found = fairnessEstimate(measure, [women, men]);
  expect(found).toMatchObject({ value: expect.closeTo(value, 12), method: "newcombe", n: 180, units: 180 });
  const [low = 2, high = -1] = (found.value === null ? undefined : found.interval) ?? [];
  expect(low).toBeLessThan(value);
  expect(high).toBeGreaterThan(value);
});

test("of two groups the difference has Newcombe's own interval", () => {
  const found = fairnessEstimate("demographic_parity", [women, men]);
  const [low, high] = rateDifferenceInterval({ part: 40, whole: 80 }, { part: 30, whole: 100 });
  expect(found).toMatchObject({ interval: [expect.closeTo(low, 12), expect.closeTo(high, 12)] });
});

test("of more groups the largest difference counts, and the interval is wider", () => {
  const two = fairnessEstimate("equal_opportunity", [women, men]);
  const three = fairnessEstimate("equal_opportunity", [women, men, others]);
  expect(three.value).toBeCloseTo(9 / 10 - 25 / 40, 12);
  const low = (it: typeof two) => (it.value === null ? 1 : (it.interval?.[0] ?? 1));
  expect(low(three)).toBeLessThan(low(two));
  expect(fairnessEstimate("equal_opportunity", [others, men, women])).toEqual(three);
});

test("groups that are treated alike differ by 0, and the interval begins there", () => {
  expect(fairnessEstimate("demographic_parity", [women, { ...women, name: "m" }])).toMatchObject({
    ...{ value: 0, interval: [0, expect.any(Number)] },
  });
  expect(fairnessEstimate("disparate_impact", [women, { ...women, name: "m" }])).toMatchObject({
    ...{ value: 1, interval: [expect.any(Number), 1] },
  });
});

test("a group of which nobody was chosen has an impact of 0", () => {
  expect(fairnessEstimate("disparate_impact", [women, group("m", 50, 0, 5, 0)])).toMatchObject({
    ...{ value: 0, interval: [0, expect.any(Number)] },
  });
});

test("what cannot be compared says why", () => {
  expect(fairnessEstimate("demographic_parity", [women])).toEqual({
    value: null,
    reason: "there is one group alone, f: nothing to compare",
  });
  expect(fairnessEstimate("equalized_odds", [women, group("m", 5, 1, 0, 0)])).toEqual({
    value: null,
    reason: "m: no case is positive",
  });
  expect(fairnessEstimate("disparate_impact", [group("f", 5, 0, 1, 0), group("m", 5, 0, 1, 0)])).toEqual({
    value: null,
    reason: "no case of any group was predicted positive",
  });
});

test("the interval of a ratio holds it, whatever the counts", () => {
  for (const a of [0, 1, 5, 9, 10])
    for (const b of [1, 5, 9, 10]) {
      const [low, high] = ratioInterval({ part: a, whole: 10 }, { part: b, whole: 10 });
      expect(low).toBeLessThanOrEqual(a / b);
      expect(high).toBeGreaterThanOrEqual(a / b);
    }
  expect(ratioInterval({ part: 3, whole: 10 }, { part: 0, whole: 10 })[1]).toBe(Number.POSITIVE_INFINITY);
});

/** What Wilson's interval costs in exactness the largest difference must not cost in safety: 95 in 100 intervals hold the truth. */
test("19 in 20 intervals hold a true difference", () => {
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const drawn = (name: string, rate: number) => {
    const selected = Array.from({ length: 60 }, random).filter((it) => it < rate).length;
    return group(name, 60, selected, 30, 15);
  };
  let held = 0;
  for (let round = 0; round < 1000; round++) {
    const found = fairnessEstimate("demographic_parity", [
      drawn("a", 0.3),
      drawn("b", 0.5),
      drawn("c", 0.45),
    ]);
    const [low = 1, high = 0] = (found.value === null ? undefined : found.interval) ?? [];
    if (low <= 0.2 && 0.2 <= high) held++;
  }
  expect(held).toBeGreaterThan(940);
});
