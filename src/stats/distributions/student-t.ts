import { incompleteBeta, scaledBetaDensity } from "./incomplete-beta.js";
import { normalQuantile } from "./normal.js";

/**
 * Student's quantile.
 * @param share 0 to 1. @param freedom degrees of freedom, above 0.
 * @throws {RangeError} if either is outside of these.
 */
export function studentQuantile(share: number, freedom: number): number {
  if (!(share >= 0 && share <= 1 && freedom > 0))
    throw new RangeError(`Student's t: ${share}, ${freedom} degrees of freedom`);
  if (share === 0.5) return 0;
  return share > 0.5 ? upperEnd(1 - share, freedom) : -upperEnd(share, freedom);
}

/** Chance of more than `t`, which is 0 or more. */
function upperTail(t: number, freedom: number): number {
  const square = t * t;
  return incompleteBeta(freedom / 2, 0.5, freedom / (freedom + square), square / (freedom + square)) / 2;
}

/** Newton's method: the logarithm of the tail is a concave function of ln t, so that it converges from either side. */
function upperEnd(share: number, freedom: number): number {
  if (share === 0) return Number.POSITIVE_INFINITY;
  let log = Math.log(-normalQuantile(share));
  const wanted = Math.log(share);
  for (let step = 0; step < 200; step++) {
    const t = Math.exp(log);
    const sum = freedom + t * t;
    const tail = upperTail(t, freedom);
    // t times the density of t is that of the beta variable, scaled.
    const slope = -scaledBetaDensity(freedom / 2, 0.5, freedom / sum, (t * t) / sum) / tail;
    const next = log - (Math.log(tail) - wanted) / slope;
    if (!(Math.abs(next - log) > 4e-16 * Math.max(1, Math.abs(log)))) return Math.exp(next);
    log = next;
  }
  return Math.exp(log);
}
