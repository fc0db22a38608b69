import { normalCdf, normalQuantile } from "../distributions/normal.js";
import type { Interval } from "../types.js";
import { wilson } from "../wilson.js";
import { Ranking } from "./ranking.js";

/** An area under the ROC curve with what each case adds to it. */
export interface Placements {
  readonly area: number;
  readonly positives: number;
  readonly negatives: number;
  /** For each case: of the class, the share of the others that score below it; of the others, the share of the class that scores above it. */
  readonly values: Float64Array;
}

/** What each case adds to the area of a ranking. */
export function placementsOf({ order, positive, last, sizes }: Ranking): Placements {
  const { positives, negatives } = sizes;
  const values = new Float64Array(order.length);
  let [area, below, foundPositives, start] = [0, 0, 0, 0];
  for (let rank = 0; rank < order.length; rank++) {
    if (last[rank] === 0) continue;
    let tied = 0;
    for (let at = start; at <= rank; at++) tied += positive[at] ?? 0;
    const others = rank + 1 - start - tied;
    for (let at = start; at <= rank; at++) {
      const value =
        positive[at] === 1
          ? (below + others / 2) / negatives
          : (positives - foundPositives - tied / 2) / positives;
      values[order[at] ?? 0] = value;
    }
    area += tied * (below + others / 2);
    below += others;
    foundPositives += tied;
    start = rank + 1;
  }
  return { area: area / (positives * negatives), positives, negatives, values };
}

/**
 * Variance of a sum over cases whose parts are known, given how many cases each class has.
 * @param parts what each case adds. @param strata the class of each. NaN where a class has a single case.
 */
export function stratifiedVariance(parts: Float64Array, strata: ArrayLike<number>): number {
  const sums = new Map<number, { count: number; sum: number }>();
  for (let place = 0; place < parts.length; place++) {
    const key = strata[place] ?? 0;
    const group = sums.get(key) ?? { count: 0, sum: 0 };
    group.count++;
    group.sum += parts[place] ?? 0;
    sums.set(key, group);
  }
  let variance = 0;
  for (let place = 0; place < parts.length; place++) {
    const { count = 0, sum = 0 } = sums.get(strata[place] ?? 0) ?? {};
    variance += (count / (count - 1)) * ((parts[place] ?? 0) - sum / count) ** 2;
  }
  return variance;
}

/** What each case adds to a difference or a mean of areas. */
export function partsOf(
  { positives, negatives, values }: Placements,
  truth: ArrayLike<number>,
): Float64Array {
  return values.map((value, place) => value / (truth[place] === 1 ? positives : negatives));
}

/**
 * Interval of an area by its variance. An area of 0 or 1, whose variance says nothing, has Wilson's interval for as many cases as the
 * smaller class has.
 * @see DeLong, DeLong, Clarke-Pearson, Biometrics 44 (1988) 837–845
 */
export function areaInterval(
  area: number,
  variance: number,
  smallest: number,
  confidence: number,
): Interval | undefined {
  if (smallest < 2 || Number.isNaN(variance)) return undefined;
  if (area === 0 || area === 1) return wilson(area * smallest, smallest, confidence);
  const reach = normalQuantile((1 + confidence) / 2) * Math.sqrt(variance);
  return [Math.max(0, area - reach), Math.min(1, area + reach)];
}

/** Two areas of the same cases. */
export interface AreaDifference {
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  /** Of the difference; absent where a class has a single case. */
  readonly interval?: Interval;
  /** Two-sided; 1 where both order the cases alike. */
  readonly pValue: number;
}

/** Compares two scores of the same cases. @param truth 1 for each case of the class, of which there is at least one, and one other. */
export function compareAreas(
  truth: Uint8Array,
  before: Float64Array,
  after: Float64Array,
  confidence = 0.95,
): AreaDifference {
  const rank = (scores: Float64Array) => placementsOf(new Ranking(scores, (place) => truth[place] === 1));
  const [first, second] = [rank(before), rank(after)];
  const earlier = partsOf(first, truth);
  const parts = partsOf(second, truth).map((part, place) => part - (earlier[place] ?? 0));
  const variance = stratifiedVariance(parts, truth);
  const difference = second.area - first.area;
  const figures = { before: first.area, after: second.area, difference };
  if (Number.isNaN(variance)) return { ...figures, pValue: 1 };
  const error = Math.sqrt(variance);
  const reach = normalQuantile((1 + confidence) / 2) * error;
  const pValue = error === 0 ? (difference === 0 ? 1 : 0) : 2 * normalCdf(-Math.abs(difference) / error);
  return { ...figures, interval: [difference - reach, difference + reach], pValue };
}
