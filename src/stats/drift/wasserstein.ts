import { cellPlaces } from "./cell-places.js";
import { sizeOf } from "./ecdf.js";
import { jointSteps } from "./joint-steps.js";
import { requireSameKnots } from "./ks.js";
import type { BinnedEcdf, Ecdf } from "./types.js";

/** Wasserstein's distance of order 1, in the unit of the values: the area between the two distribution functions. */
export function wasserstein(a: Ecdf, b: Ecdf): number {
  const [n, m] = [sizeOf(a), sizeOf(b)];
  const { values, first, second } = jointSteps(a, b);
  let area = 0;
  for (let i = 0; i + 1 < values.length; i++) {
    const width = (values[i + 1] ?? 0) - (values[i] ?? 0);
    area += width * Math.abs((first[i] ?? 0) / n - (second[i] ?? 0) / m);
  }
  return area;
}

/**
 * A distance in standard deviations of the reference, which count as 0.001 at least.
 * @param sd with n below, not n − 1.
 */
export function normalisedDistance(distance: number, sd: number): number {
  return distance / Math.max(sd, 0.001);
}

/** A distance that lies between bounds, and the likeliest. */
export interface BoundedDistance {
  readonly estimate: number;
  readonly bounds: readonly [low: number, high: number];
}

/**
 * The same from counts at shared knots, the first and last of which hold all values of both between them. Wherever the values lie between
 * knots, the distance is within the bounds.
 * @param means of both samples, where they are known: the distance is never below their difference.
 * @throws {RangeError} if the knots are not the same.
 */
export function wassersteinAtKnots(
  a: BinnedEcdf,
  b: BinnedEcdf,
  means: readonly [a: number, b: number] | undefined,
): BoundedDistance {
  requireSameKnots(a, b);
  const [placesA, placesB] = [cellPlaces(a, means?.[0]), cellPlaces(b, means?.[1])];
  let [estimate, low, high] = [0, 0, 0];
  for (let i = 0; i + 1 < a.knots.length; i++) {
    const width = (a.knots[i + 1] ?? 0) - (a.knots[i] ?? 0);
    const [fromA, toA] = [(a.atOrBelow[i] ?? 0) / a.n, (a.below[i + 1] ?? 0) / a.n];
    const [fromB, toB] = [(b.atOrBelow[i] ?? 0) / b.n, (b.below[i + 1] ?? 0) / b.n];
    const least = Math.max(0, fromA - toB, fromB - toA);
    const most = Math.max(toA - fromB, toB - fromA, 0);
    const area =
      fromA - fromB + (toA - fromA) * (1 - (placesA[i] ?? 0)) - (toB - fromB) * (1 - (placesB[i] ?? 0));
    const crossing = (fromA - fromB) * (toA - toB) < 0;
    const likely = crossing ? areaOfCrossing(fromA - fromB, toA - toB) : Math.abs(area);
    estimate += width * Math.min(Math.max(likely, least), most);
    low += width * least;
    high += width * most;
  }
  if (means !== undefined) low = Math.min(high, Math.max(low, Math.abs(means[0] - means[1])));
  return { estimate: Math.min(Math.max(estimate, low), high), bounds: [low, high] };
}

/** Mean size of what goes evenly from one number to another of the other sign. */
function areaOfCrossing(from: number, to: number): number {
  return (from * from + to * to) / (2 * (Math.abs(from) + Math.abs(to)));
}
