import { sharesOf } from "./shares.js";
import type { Counts } from "./types.js";

/** Total variation distance, 0 to 1: half the sum of the differences of the shares. @throws {RangeError} if a sample is empty. */
export function totalVariation(a: Counts, b: Counts): number {
  return Math.min(1, sharesOf(a, b).reduce((sum, [p, q]) => sum + Math.abs(p - q), 0) / 2);
}
