import type { Interval } from "../types.js";
import { type Rate, rateDifferenceInterval, ratioInterval } from "./newcombe.js";
import type { Measured } from "./types.js";

/** Cases of one group: a value of a slice. */
export interface FairnessGroup {
  readonly name: string;
  readonly n: number;
  /** Predicted positive. */
  readonly selected: number;
  /** Positive in truth. */
  readonly positives: number;
  /** Both. */
  readonly truePositives: number;
}

/**
 * `demographic_parity`: the largest difference between the groups' shares of predicted positives. `equal_opportunity`: the same of their true
 * positive rates. `equalized_odds`: the larger one of the differences of true and of false positive rates. All 0 where groups are treated alike,
 * 1 at most. `disparate_impact`: the smallest share of predicted positives over the largest, 1 where groups are treated alike, else less; the
 * four-fifths rule wants 0.8.
 */
export type FairnessMeasure =
  | "demographic_parity"
  | "equalized_odds"
  | "equal_opportunity"
  | "disparate_impact";

/** All of them, by name. */
export const fairnessMeasures: readonly FairnessMeasure[] = [
  ...(["demographic_parity", "disparate_impact", "equal_opportunity", "equalized_odds"] as const),
];

/**
 * A fairness measure over groups, with an interval of Newcombe's kind: each pair of groups has the interval of its difference or ratio, all of
 * them at once at the stated confidence (Bonferroni), and the largest difference lies between the largest lower and the largest upper end.
 * @see Hardt, Price, Srebro, NeurIPS (2016); Newcombe, Statistics in Medicine 17 (1998) 873–890; values equal Fairlearn's
 */
export function fairnessEstimate(
  measure: FairnessMeasure,
  groups: readonly FairnessGroup[],
  confidence = 0.95,
): Measured {
  if (groups.length < 2) {
    const what = groups.length === 0 ? "no group" : `one group alone, ${groups[0]?.name}`;
    return { value: null, reason: `there is ${what}: nothing to compare` };
  }
  const contests = contestsOf(measure);
  for (const { rateOf, lack } of contests) {
    const empty = groups.filter((group) => rateOf(group).whole === 0);
    if (empty.length > 0)
      return { value: null, reason: `${empty.map(({ name }) => name).join(", ")}: no case is ${lack}` };
  }
  const pairs = ((groups.length * (groups.length - 1)) / 2) * contests.length;
  const level = 1 - (1 - confidence) / pairs;
  const found = contests.map(({ rateOf }) => {
    const rates = groups.map(rateOf);
    return measure === "disparate_impact" ? smallestRatio(rates, level) : largestDifference(rates, level);
  });
  const n = groups.reduce((sum, group) => sum + group.n, 0);
  const best = (pick: (it: Spread) => number) => Math.max(...found.map(pick));
  const value = best((it) => it.value);
  if (Number.isNaN(value)) return { value: null, reason: "no case of any group was predicted positive" };
  const interval: Interval = [best((it) => it.interval[0]), best((it) => it.interval[1])];
  return { value, interval, method: "newcombe", n, units: n };
}

interface Contest {
  readonly rateOf: (group: FairnessGroup) => Rate;
  /** What a group lacks whose rate is not defined. */
  readonly lack: string;
}

function contestsOf(measure: FairnessMeasure): readonly Contest[] {
  const selection = { rateOf: (it: FairnessGroup) => ({ part: it.selected, whole: it.n }), lack: "in it" };
  const opportunity = {
    rateOf: (it: FairnessGroup) => ({ part: it.truePositives, whole: it.positives }),
    lack: "positive",
  };
  const alarm = {
    rateOf: (it: FairnessGroup) => ({ part: it.selected - it.truePositives, whole: it.n - it.positives }),
    lack: "negative",
  };
  if (measure === "equal_opportunity") return [opportunity];
  return measure === "equalized_odds" ? [opportunity, alarm] : [selection];
}

interface Spread {
  readonly value: number;
  readonly interval: Interval;
}

function largestDifference(rates: readonly Rate[], level: number): Spread {
  let [value, low, high] = [0, 0, 0];
  for (const [a, b] of pairsOf(rates)) {
    const [from, to] = rateDifferenceInterval(a, b, level);
    value = Math.max(value, Math.abs(a.part / a.whole - b.part / b.whole));
    low = Math.max(low, from, -to);
    high = Math.max(high, to, -from);
  }
  return { value, interval: [Math.max(0, low), Math.min(1, high)] };
}

function smallestRatio(rates: readonly Rate[], level: number): Spread {
  let [value, low, high] = [Number.NaN, 1, 1];
  for (const [a, b] of pairsOf(rates)) {
    for (const [part, whole] of [
      [a, b],
      [b, a],
    ] as const) {
      const ratio = part.part / part.whole / (whole.part / whole.whole);
      if (!Number.isNaN(ratio)) value = Number.isNaN(value) ? ratio : Math.min(value, ratio);
      const [from, to] = ratioInterval(part, whole, level);
      low = Math.min(low, from);
      high = Math.min(high, to);
    }
  }
  return { value, interval: [low, Math.min(1, high)] };
}

function pairsOf<T>(items: readonly T[]): (readonly [T, T])[] {
  return items.flatMap((first, place) => items.slice(place + 1).map((second) => [first, second] as const));
}
