import { sharesOf } from "./shares.js";
import type { Counts } from "./types.js";

/** Hellinger's distance, 0 to 1: √(1 − Σ √(p q)). @throws {RangeError} if a sample is empty. */
export function hellinger(a: Counts, b: Counts): number {
  // The same as half the sum of (√p − √q)², which keeps its digits where the shares are close.
  const sum = sharesOf(a, b).reduce((total, [p, q]) => total + (Math.sqrt(p) - Math.sqrt(q)) ** 2, 0);
  return Math.min(1, Math.sqrt(sum / 2));
}
