import { ExactSum } from "./exact-sum.js";
import type { Knot, NumericProfile } from "./profile.js";
import { finiteOf, isUntold } from "./redact-numeric.js";
import { cells, smallCount } from "./run-counts.js";
import { weightedMean } from "./weighted-mean.js";

/**
 * Adds profiles of parts of a column on the same knots. Where a part does not tell where its values lie, the sum does not, either:
 * what is known of the others alone could be far from it.
 * @throws {RangeError} where they are not on the same knots, or where there is none.
 */
export function mergeNumeric(profiles: readonly NumericProfile[]): NumericProfile {
  const [first] = profiles;
  if (first === undefined) throw new RangeError("there is no profile to merge");
  const places = commonKnots(profiles);
  const add = (figure: (profile: NumericProfile) => number) =>
    profiles.reduce((sum, each) => sum + figure(each), 0);
  const knots = places.map(
    ([value], at): Knot => [
      value,
      add((each) => each.knots[at]?.[1] ?? 0),
      add((each) => each.knots[at]?.[2] ?? 0),
    ],
  );
  const values = mergeValues(profiles);
  return {
    kind: first.kind,
    rows: add(({ rows }) => rows),
    nulls: add(({ nulls }) => nulls),
    nan: add(({ nan }) => nan),
    positiveInfinity: add(({ positiveInfinity }) => positiveInfinity),
    negativeInfinity: add(({ negativeInfinity }) => negativeInfinity),
    zeros: add(({ zeros }) => zeros),
    min: extreme(
      profiles.map(({ min }) => min),
      Math.min,
    ),
    max: extreme(
      profiles.map(({ max }) => max),
      Math.max,
    ),
    ...mergeMoments(profiles),
    knots,
    ...(values !== undefined && { values }),
  };
}

/** The knots of all; none where a part is untold. A redacted part without any value has none either, and nothing to count. */
function commonKnots(profiles: readonly NumericProfile[]): readonly Knot[] {
  const counted = profiles.filter((each) => !isUntold(each) && (each.knots.length > 0 || finiteOf(each) > 0));
  const [first, ...others] = counted.map(({ knots }) => knots);
  if (first === undefined) return [];
  const isSame = (knots: readonly Knot[]) =>
    knots.length === first.length && knots.every(([value], at) => value === first[at]?.[0]);
  if (!others.every(isSame)) throw new RangeError("the profiles are not on the same knots");
  return profiles.some(isUntold) ? [] : first;
}

function extreme(values: readonly (number | null)[], pick: (a: number, b: number) => number): number | null {
  return values.reduce(
    (best, value) => (best === null ? value : value === null ? best : pick(best, value)),
    null,
  );
}

/**
 * The mean of all values as their exact sum gives it; M2 as the sum of the parts' and of what their means are apart. Each mean is two
 * doubles: of times of one hour one double would leave nothing of what they are apart but its first nine digits.
 */
function mergeMoments(profiles: readonly NumericProfile[]): Pick<NumericProfile, "mean" | "meanRest" | "m2"> {
  const parts = profiles.filter((each) => finiteOf(each) > 0);
  if (parts.length === 0 || parts.some(({ mean }) => mean === null)) return { mean: null, m2: null };
  const { mean, rest } = weightedMean(
    parts.map((each) => ({ mean: each.mean ?? 0, rest: each.meanRest ?? 0, count: finiteOf(each) })),
  );
  const means = { mean, ...(profiles.some((each) => each.meanRest !== undefined) && { meanRest: rest }) };
  if (parts.some(({ m2 }) => m2 === null)) return { ...means, m2: null };
  const m2 = new ExactSum();
  for (const each of parts) {
    // Halves, since a difference of two doubles may overflow.
    const apart = 2 * ((each.mean ?? 0) / 2 - mean / 2 + ((each.meanRest ?? 0) - rest) / 2);
    m2.add(each.m2 ?? 0);
    m2.add(apart * apart * finiteOf(each));
  }
  return { ...means, m2: Number.isFinite(m2.value) ? m2.value : null };
}

/** All values, where every part has all of its own and they are few enough for the whole to have them. */
function mergeValues(profiles: readonly NumericProfile[]): [value: number, count: number][] | undefined {
  const sums = new Map<number, number>();
  for (const { values } of profiles) {
    if (values === undefined) return undefined;
    for (const [value, count] of values) sums.set(value, (sums.get(value) ?? 0) + count);
  }
  const count = profiles.reduce((sum, each) => sum + finiteOf(each), 0);
  if (sums.size > cells && count > smallCount) return undefined;
  return [...sums].sort(([a], [b]) => a - b);
}
