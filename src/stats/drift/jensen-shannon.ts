import { sharesOf } from "./shares.js";
import type { Counts } from "./types.js";

/**
 * Jensen and Shannon's distance, the square root of their divergence, by the natural logarithm: 0 to √(ln 2) = 0.8326.
 * @param base 2 for a distance from 0 to 1. @throws {RangeError} if a sample is empty.
 */
export function jensenShannon(a: Counts, b: Counts, base: number = Math.E): number {
  let sum = 0;
  for (const [p, q] of sharesOf(a, b)) {
    const middle = (p + q) / 2;
    sum += relative(p, middle) + relative(q, middle);
  }
  return Math.sqrt(Math.max(0, sum) / 2 / Math.log(base));
}

/** p ln(p / middle) − p + middle: never below 0, and summed over both samples the additions cancel. */
function relative(p: number, middle: number): number {
  return p === 0 ? middle : p * Math.log(p / middle) - p + middle;
}
