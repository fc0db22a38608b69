import { normalQuantile } from "./distributions/normal.js";
import { studentQuantile } from "./distributions/student-t.js";
import type { Interval } from "./types.js";
import { wilson } from "./wilson.js";

/**
 * Wilson's interval with as many trials as would make a rate as sure as its cluster-robust standard error says: p (1 − p) / SE². The
 * standard error of few units is itself unsure, for which the number is lowered by the squared ratio of the normal to Student's quantile.
 * @param rate 0 to 1; where it is 0 or 1, each unit is one trial. @param units 2 or more. @param most trials there can be.
 * @see E. L. Korn and B. I. Graubard, Survey Methodology 24 (1998) 193–201
 */
export function effectiveWilson(
  rate: number,
  squaredError: number,
  units: number,
  confidence: number,
  most = Number.POSITIVE_INFINITY,
): Interval {
  if (rate <= 0 || rate >= 1) return wilson(rate <= 0 ? 0 : units, units, confidence);
  const share = (1 + confidence) / 2;
  const shrink = (normalQuantile(share) / studentQuantile(share, units - 1)) ** 2;
  const trials = Math.min(most, (rate * (1 - rate)) / squaredError) * shrink;
  return wilson(rate * trials, trials, confidence);
}
