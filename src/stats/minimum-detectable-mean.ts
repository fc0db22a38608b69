import { studentQuantile } from "./distributions/student-t.js";
import { minimumDetectableEffect } from "./power.js";
import type { UnitSums } from "./unit-sums.js";
import { upperShare } from "./upper-share.js";

const power = 0.8;

/**
 * The smallest mean difference that the sign-flip test over so many units finds with 80 % power, from what the differences seen suggest:
 * Student's quantiles times the standard error. Differences that were seen rarely or never may be more frequent than they seem: their share
 * is an upper estimate, and so many units have to differ that the test can reject at all. Where none differs, a unit is taken to change by
 * the whole range.
 * @param range highest less lowest value of a case. @returns above 0; the range (or 1) where no difference could be found.
 * @see H. S. Bloom, Minimum Detectable Effects, Evaluation Review 19 (1995) 547–556
 */
export function minimumDetectableMean(data: UnitSums, range: number, alpha: number): number {
  const { units, cases, sums, mean } = data;
  const most = range > 0 ? range : 1;
  // Units of a common size, so that their plain mean is the mean over the cases.
  const scaled = sums.map((sum) => (sum * units) / cases);
  const largest = scaled.reduce((so, value) => Math.max(so, Math.abs(value)), 0);
  const differing = scaled.filter((value) => Math.abs(value) > 1e-12 * largest);
  const size =
    differing.length === 0
      ? most ** 2
      : differing.reduce((so, value) => so + value * value, 0) / differing.length;
  const fewest = minimumDetectableEffect({ cases: units, discordant: 0, alpha, power });
  if (units < 2 || fewest >= 1) return most;
  const variance = Math.max(
    data.squaredError,
    (upperShare(differing.length, units) * size - mean ** 2) / units,
  );
  const reach = studentQuantile(1 - alpha / 2, units - 1) + studentQuantile(power, units - 1);
  return Math.min(most, Math.max(reach * Math.sqrt(variance), fewest * Math.sqrt(size)));
}
