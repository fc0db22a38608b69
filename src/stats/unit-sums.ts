import type { Unit } from "./types.js";

/** Units side by side, for loops over many of them; their mean and how far they are off it. */
export interface UnitSums {
  /** Ascending by the sum, then by the count, so that no figure depends on the order that they came in. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly units: number;
  readonly cases: number;
  readonly mean: number;
  /** Sum less the mean times the count, of each. */
  readonly residuals: Float64Array;
  /** Squared standard error of the mean, cluster-robust, with the correction for few units; NaN of one unit. */
  readonly squaredError: number;
}

/**
 * The mean over cases of units that are independent of each other, with its cluster-robust standard error.
 * @throws {RangeError} if there is no unit, a sum is not finite, or a count is not above 0.
 * @see E. Miller, Adding Error Bars to Evals, arXiv 2411.00640
 */
export function unitSums(units: readonly Unit[]): UnitSums {
  if (units.length === 0) throw new RangeError("no units: there is nothing to estimate from");
  const wrong = units.find(
    ({ sum, count }) => !(Number.isFinite(sum) && Number.isFinite(count) && count > 0),
  );
  if (wrong !== undefined) throw new RangeError(`not a unit: sum ${wrong.sum} of ${wrong.count} cases`);
  const sorted = [...units].sort((a, b) => a.sum - b.sum || a.count - b.count);
  const sums = Float64Array.from(sorted, ({ sum }) => sum);
  const counts = Float64Array.from(sorted, ({ count }) => count);
  const cases = total(counts);
  const mean = total(sums) / cases;
  const residuals = sums.map((sum, place) => sum - mean * (counts[place] ?? 0));
  const squares = residuals.reduce((so, residual) => so + residual * residual, 0);
  const squaredError = (squares * units.length) / (units.length - 1) / (cases * cases);
  return { sums, counts, units: units.length, cases, mean, residuals, squaredError };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
