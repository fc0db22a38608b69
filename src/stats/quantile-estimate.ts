import { binomialCdf } from "./distributions/binomial.js";
import type { Estimate, Interval, StatOptions } from "./types.js";

/**
 * A quantile between neighbours by their distance (Hyndman and Fan's type 7), with the interval between two of the values that holds the
 * true quantile with at least the confidence, whatever the distribution; none where there are too few values, as of the 95th percentile
 * of fewer than 72.
 * @param sorted ascending, of independent cases. @param share 0 to 1.
 * @throws {RangeError} if there is no value, one is not a number or out of order, or `share` is outside.
 * @see H. A. David and H. N. Nagaraja, Order Statistics (2003), section 7.1
 */
export function quantileEstimate(sorted: Float64Array, share: number, options: StatOptions = {}): Estimate {
  const n = sorted.length;
  if (n === 0 || !(share >= 0 && share <= 1)) throw new RangeError(`quantile ${share} of ${n} values`);
  if (
    !sorted.every(
      (value, place) => value >= (place === 0 ? Number.NEGATIVE_INFINITY : (sorted[place - 1] ?? value)),
    )
  ) {
    throw new RangeError("values of a quantile are not in ascending order");
  }
  const place = (n - 1) * share;
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  const interval = orderInterval(sorted, share, options.confidence ?? 0.95);
  return {
    value: low + (high - low) * (place - Math.floor(place)),
    ...(interval !== undefined && { interval }),
    method: "order_statistics",
    n,
    units: n,
  };
}

/** The narrowest pair of values, each with at most half of the doubt beyond it. */
function orderInterval(sorted: Float64Array, share: number, confidence: number): Interval | undefined {
  const n = sorted.length;
  const beyond = (1 - confidence) / 2;
  // How many values lie below the quantile is binomial: the k-th smallest is above it if fewer than k are below.
  const lower = firstAbove(n, (k) => binomialCdf(k - 1, n, share) > beyond) - 1;
  const upper = firstAbove(n, (k) => binomialCdf(n - k, n, 1 - share) <= beyond);
  const [low, high] = [sorted[lower - 1], sorted[upper - 1]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** The smallest whole number from 1 to `n` that `holds`, which holds for all above it too; else n + 1. */
function firstAbove(n: number, holds: (k: number) => boolean): number {
  let [from, to] = [1, n + 1];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
