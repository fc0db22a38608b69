import { countAtOrBelow, countBelow, ecdfOfTable } from "../stats/drift/ecdf.js";
import type { BinnedEcdf, Ecdf } from "../stats/drift/types.js";
import type { NumericProfile } from "./profile.js";
import { valuesIn } from "./profile-counts.js";

/** The finite values of a column before and now, as far as profiles tell them. */
export type NumericSamples =
  | { readonly lossless: true; readonly before: Ecdf; readonly now: Ecdf }
  | {
      readonly lossless: false;
      readonly before: BinnedEcdf;
      readonly now: BinnedEcdf;
      /** Whether the outermost places are guesses, since the least and the greatest value are not known. */
      readonly guessedEnds: boolean;
    };

type Place = readonly [below: number, atOrBelow: number];

/** @returns undefined where a side has no value, or they are counted at no common place. */
export function numericSamples(
  baseline: NumericProfile,
  current: NumericProfile,
): NumericSamples | undefined {
  if (valuesIn(baseline) === 0 || valuesIn(current) === 0) return undefined;
  const [before, now] = [tableOf(baseline), tableOf(current)];
  if (before !== undefined && now !== undefined) return { lossless: true, before, now };
  const [countBefore, countNow] = [counterOf(baseline, before), counterOf(current, now)];
  const ends = [baseline.min, baseline.max, current.min, current.max];
  const candidates = [...baseline.knots, ...current.knots].map(([value]) => value);
  const known = ends.filter((end) => end !== null);
  const knots = [...new Set([...candidates, ...known])].sort((a, b) => a - b);
  const places = knots.flatMap((knot) => {
    const [a, b] = [countBefore(knot), countNow(knot)];
    return a === undefined || b === undefined ? [] : [{ knot, a, b }];
  });
  if (places.length === 0) return undefined;
  const guessedEnds = known.length < ends.length;
  if (guessedEnds) {
    const [n, m] = [valuesIn(baseline), valuesIn(current)];
    const [low, high] = guessEnds(places.map(({ knot }) => knot));
    places.unshift({ knot: low, a: [0, 0], b: [0, 0] });
    places.push({ knot: high, a: [n, n], b: [m, m] });
  }
  const binned = (side: "a" | "b", profile: NumericProfile): BinnedEcdf => ({
    knots: places.map(({ knot }) => knot),
    below: places.map((place) => place[side][0]),
    atOrBelow: places.map((place) => place[side][1]),
    n: valuesIn(profile),
  });
  return { lossless: false, before: binned("a", baseline), now: binned("b", current), guessedEnds };
}

function tableOf({ values, ...rest }: NumericProfile): Ecdf | undefined {
  if (values === undefined || values.length === 0) return undefined;
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  return total === valuesIn({ ...rest, values }) ? ecdfOfTable(values) : undefined;
}

/** Values below a place and at or below it, where the profile knows. */
function counterOf(profile: NumericProfile, table: Ecdf | undefined): (x: number) => Place | undefined {
  const n = valuesIn(profile);
  const { min, max } = profile;
  const knots = new Map(
    profile.knots.map(([value, below, atOrBelow]) => [value, [below, atOrBelow] as const]),
  );
  return (x) => {
    const knot = knots.get(x);
    if (knot !== undefined) return knot;
    if (min !== null && x < min) return [0, 0];
    if (max !== null && x > max) return [n, n];
    if (table !== undefined) return [countBelow(table, x), countAtOrBelow(table, x)];
    // At least one value is the least one, and one the greatest.
    if (x === min) return [0, 1];
    if (x === max) return [n - 1, n];
    return undefined;
  };
}

/** Twice as far out as the cells beside the ends are wide. */
function guessEnds(knots: readonly number[]): [number, number] {
  const [first = 0, last = 0] = [knots[0], knots[knots.length - 1]];
  const beside = Math.max((knots[1] ?? first) - first, Number.EPSILON * Math.max(1, Math.abs(first)));
  const besideLast = Math.max(
    last - (knots[knots.length - 2] ?? last),
    Number.EPSILON * Math.max(1, Math.abs(last)),
  );
  return [first - 2 * beside, last + 2 * besideLast];
}
