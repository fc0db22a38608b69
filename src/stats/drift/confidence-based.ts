import { normalQuantile } from "../distributions/normal.js";
import type { Interval } from "../types.js";

/** Performance that nobody has measured: it holds as far as the probabilities that it comes from are calibrated. */
export interface EstimatedPerformance {
  readonly estimated: true;
  readonly value: number;
  /** Where the true figure of these rows would lie if the probabilities were exact; nothing is said of probabilities that are off. */
  readonly interval?: Interval;
  readonly n: number;
}

/**
 * Expected accuracy without labels: the mean of the calibrated chance that each prediction is right.
 * @param confidences of the classes predicted, each 0 to 1. @param level how sure the interval is meant to be.
 * @throws {RangeError} if there is none, or one is no chance.
 * @see NannyML's confidence-based performance estimation
 */
export function confidenceBasedAccuracy(confidences: readonly number[], level = 0.95): EstimatedPerformance {
  requireChances(confidences);
  const n = confidences.length;
  const value = confidences.reduce((sum, chance) => sum + chance, 0) / n;
  const variance = confidences.reduce((sum, chance) => sum + chance * (1 - chance), 0) / (n * n);
  const reach = normalQuantile((1 + level) / 2) * Math.sqrt(variance);
  return {
    estimated: true,
    value,
    interval: [Math.max(0, value - reach), Math.min(1, value + reach)],
    n,
  };
}

function requireChances(chances: readonly number[]): void {
  const wrong = chances.find((chance) => !(chance >= 0 && chance <= 1));
  if (chances.length === 0 || wrong !== undefined)
    throw new RangeError(wrong === undefined ? "there is no prediction" : `not a chance: ${wrong}`);
}
