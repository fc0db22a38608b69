import type { NumericProfile } from "./profile.js";

/** Least values in a cell of a redacted column. */
export const leastInCell = 10;
const mostKnots = 32;

/**
 * Where to count in a column that is redacted: at no value of anybody. Inner ends of at most 33 cells of ten values or more,
 * rounded to three digits.
 */
export function redactedKnots(
  { knots, values }: Pick<NumericProfile, "knots" | "values">,
  count: number,
): number[] {
  const wanted = Math.min(mostKnots, Math.floor(count / leastInCell) - 1);
  const places = values === undefined ? knots.map(([value, , to]) => [value, to] as const) : running(values);
  const chosen = new Set<number>();
  for (let at = 1; at <= wanted; at++) {
    const rank = (at * count) / (wanted + 1);
    const place = places.find(([, to]) => to >= rank);
    if (place !== undefined) chosen.add(Number(place[0].toPrecision(3)));
  }
  return [...chosen].sort((a, b) => a - b);
}

function running(values: readonly (readonly [value: number, count: number])[]) {
  let sum = 0;
  return values.map(([value, count]) => {
    sum += count;
    return [value, sum] as const;
  });
}

/** Takes from a profile what could be the value of one row. */
export function redactNumeric(profile: NumericProfile): NumericProfile {
  const { values: _, meanRest, ...rest } = profile;
  if (finiteOf(profile) < leastInCell)
    return { ...rest, min: null, max: null, mean: null, m2: null, knots: [] };
  return { ...rest, min: null, max: null, ...(meanRest !== undefined && { meanRest }) };
}

/**
 * Whether a profile keeps nothing of where its values lie: of a redacted column with fewer than ten, or a sum in which such a part is.
 */
export function isUntold(profile: NumericProfile): boolean {
  const { knots, min, max, mean, values } = profile;
  const isBare = knots.length === 0 && values === undefined;
  return isBare && min === null && max === null && mean === null && finiteOf(profile) > 0;
}

/** How many values of a numeric column are finite. */
export function finiteOf(profile: NumericProfile): number {
  const { rows, nulls, nan, positiveInfinity, negativeInfinity } = profile;
  return rows - nulls - nan - positiveInfinity - negativeInfinity;
}
