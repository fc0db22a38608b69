import { kolmogorovTail } from "../distributions/kolmogorov.js";
import { twoSampleKolmogorovTail } from "../distributions/two-sample-kolmogorov.js";
import { sizeOf } from "./ecdf.js";
import { jointSteps } from "./joint-steps.js";
import type { BinnedEcdf, Ecdf, TestOutcome } from "./types.js";

/** Samples up to this size get an exact p-value. */
const exactSize = 10_000;

/**
 * Kolmogorov and Smirnov's two-sample test: the largest distance of the two distribution functions, 0 to 1, as SciPy's `ks_2samp`.
 * Exact up to 10,000 values a side, else by the limit of many values.
 */
export function ks(a: Ecdf, b: Ecdf): TestOutcome {
  const [n, m] = [sizeOf(a), sizeOf(b)];
  const { first, second } = jointSteps(a, b);
  let gap = 0;
  for (let i = 0; i < first.length; i++)
    gap = Math.max(gap, Math.abs((first[i] ?? 0) * m - (second[i] ?? 0) * n));
  const statistic = gap / n / m;
  const pValue =
    Math.max(n, m) <= exactSize ? twoSampleKolmogorovTail(gap, n, m) : limitTail(statistic, n, m);
  return { statistic, pValue };
}

/** What counts at knots tell of the test. */
export interface KsBounds {
  /** The true statistic is at least the first and at most the second. */
  readonly statistic: readonly [low: number, high: number];
  /** Of the lower statistic: the true one is at most as large. */
  readonly pValue: number;
}

/**
 * The same from counts at shared knots. Between two knots each distribution function rises from its value at the one to its limit at the
 * other, so that it cannot leave that box.
 * @throws {RangeError} if the knots are not the same.
 */
export function ksAtKnots(a: BinnedEcdf, b: BinnedEcdf): KsBounds {
  requireSameKnots(a, b);
  let [low, high] = [0, 0];
  let [fromA, fromB] = [0, 0];
  for (let i = 0; i <= a.knots.length; i++) {
    const last = i === a.knots.length;
    const toA = last ? 1 : (a.below[i] ?? 0) / a.n;
    const toB = last ? 1 : (b.below[i] ?? 0) / b.n;
    high = Math.max(high, toA - fromB, toB - fromA);
    low = Math.max(low, Math.abs(toA - toB));
    if (last) break;
    fromA = (a.atOrBelow[i] ?? 0) / a.n;
    fromB = (b.atOrBelow[i] ?? 0) / b.n;
    low = Math.max(low, Math.abs(fromA - fromB));
  }
  high = Math.max(low, high);
  return { statistic: [low, high], pValue: limitTail(low, a.n, b.n) };
}

/** @throws {RangeError} if two samples are not counted at the same places. */
export function requireSameKnots(a: BinnedEcdf, b: BinnedEcdf): void {
  const same = a.knots.length === b.knots.length && Array.from(a.knots).every((x, i) => x === b.knots[i]);
  if (!same) throw new RangeError("the samples are counted at different knots");
}

function limitTail(statistic: number, n: number, m: number): number {
  return kolmogorovTail(Math.max(1, roundHalfEven(n * (m / (n + m)))), statistic);
}

/** As numpy rounds. */
function roundHalfEven(x: number): number {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}
