import { chiSquareUpperPoint } from "../distributions/chi-square.js";
import { countAtOrBelow, linearQuantile, sizeOf } from "./ecdf.js";
import { sharesOf } from "./shares.js";
import type { BinnedEcdf, Counts, Ecdf } from "./types.js";

/**
 * Population stability index, in nats: Σ (p − q) ln(p / q). Below 0.1 counts as stable, above 0.25 as a major shift.
 * @param reference counts per bin; @param current counts per bin, as many. @param floor smallest share that a bin may have.
 * @throws {RangeError} if the lengths differ or a sample is empty.
 * @see N. Siddiqi, Credit Risk Scorecards (2006), chapter 10
 */
export function psi(reference: Counts, current: Counts, floor = 1e-4): number {
  return sharesOf(reference, current).reduce((sum, shares) => {
    const [p, q] = [Math.max(shares[0], floor), Math.max(shares[1], floor)];
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/**
 * What chance alone gives in 1 of 20 cases without any drift: the index is then about χ² times 1/n + 1/m, so that few rows pass any fixed
 * threshold. The squares of Jensen and Shannon's and of Hellinger's distance are about an eighth of it.
 * @param bins how many; @param n rows of the reference; @param m rows now.
 */
export function psiOfChance(bins: number, n: number, m: number): number {
  return bins < 2 ? 0 : chiSquareUpperPoint(0.05, bins - 1) * (1 / n + 1 / m);
}

/** Inner edges of ten bins that hold about as many values each: the deciles by linear quantiles, no two alike. */
export function decileEdges(sample: Ecdf): number[] {
  const edges = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenths) => linearQuantile(sample, tenths / 10));
  return edges.filter((edge, i) => i === 0 || edge !== edges[i - 1]);
}

/** Values per bin; a bin holds its right edge, and the outer bins have no end. @param edges inner ones, rising. */
export function countsByEdges(sample: Ecdf, edges: readonly number[]): number[] {
  return countsFromBelow(
    edges.map((edge) => countAtOrBelow(sample, edge)),
    sizeOf(sample),
  );
}

/**
 * Places of the knots that are closest to the deciles of the reference, no two alike: bins that end there have exact counts.
 */
export function decilePlaces({ atOrBelow, n }: BinnedEcdf): number[] {
  const places = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenths) => {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    for (let i = 0; i < atOrBelow.length; i++) {
      const apart = Math.abs((atOrBelow[i] ?? 0) - (tenths / 10) * n);
      if (apart < least) [nearest, least] = [i, apart];
    }
    return nearest;
  });
  return [...new Set(places)];
}

/** Values per bin from how many are at or below each inner edge. @param n all values. */
export function countsFromBelow(atOrBelow: readonly number[], n: number): number[] {
  return [...atOrBelow, n].map((count, i) => count - (atOrBelow[i - 1] ?? 0));
}
