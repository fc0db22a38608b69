import { meanInterval } from "./mean-interval.js";
import type { Estimate, Interval, StatOptions, Unit } from "./types.js";
import { unitSums } from "./unit-sums.js";

export interface MeanOptions extends StatOptions {
  /** Lowest and highest value that a case can have. Default: 0 and 1 where every unit's mean is within them; else none. */
  readonly bounds?: Interval;
}

/**
 * The mean over cases, with a bootstrap interval over units (of more than 5,000 units Student's). One unit has no interval, nor have
 * values that are all alike and have no bounds.
 * @throws {RangeError} if there is no unit, or one makes no sense, as NaN, or is outside of the bounds.
 */
export function meanEstimate(units: readonly Unit[], options: MeanOptions = {}): Estimate {
  const data = unitSums(units);
  const inside = (low: number, high: number): boolean =>
    units.every(({ sum, count }) => sum >= low * count && sum <= high * count);
  const { bounds } = options;
  if (bounds !== undefined && !inside(bounds[0], bounds[1])) {
    throw new RangeError(`a value is outside of ${bounds[0]} to ${bounds[1]}`);
  }
  const limits = bounds ?? (inside(0, 1) ? ([0, 1] as const) : undefined);
  return { value: data.mean, ...meanInterval(data, limits, options), n: data.cases, units: units.length };
}
