import { effectiveWilson } from "./effective-wilson.js";
import type { Estimate, Interval, StatOptions, Unit } from "./types.js";
import { unitSums } from "./unit-sums.js";
import { wilson } from "./wilson.js";

/**
 * The share of the cases that pass. Where each unit is one case that passed or failed: Wilson's interval. Else, with repeats or clusters,
 * Wilson's with the number of independent cases that they are worth; none of a single cluster, which tells nothing of others.
 * @param units sums from 0 to their count. @throws {RangeError} if there is none, or one makes no sense, as NaN.
 */
export function rateEstimate(units: readonly Unit[], options: StatOptions = {}): Estimate {
  const confidence = options.confidence ?? 0.95;
  const { sums, cases, mean, squaredError } = unitSums(units);
  const wrong = units.find(({ sum, count }) => sum < 0 || sum > count);
  if (wrong !== undefined) throw new RangeError(`not a share: ${wrong.sum} of ${wrong.count} cases`);
  const figures = { value: mean, n: cases, units: units.length };
  const single = ({ sum, count, trials = 1 }: Unit): boolean =>
    count === 1 && trials === 1 && (sum === 0 || sum === 1);
  if (units.every(single)) {
    const passed = sums.reduce((sum, value) => sum + value, 0);
    return { ...figures, interval: wilson(passed, cases, confidence), method: "wilson" };
  }
  const trials = units.reduce((sum, unit) => sum + (unit.trials ?? unit.count), 0);
  const interval: Interval | undefined =
    units.length < 2 ? undefined : effectiveWilson(mean, squaredError, units.length, confidence, trials);
  return { ...figures, ...(interval !== undefined && { interval }), method: "wilson_effective" };
}
