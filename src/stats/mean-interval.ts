import { bootstrapInterval } from "./bootstrap.js";
import { clopperPearson } from "./clopper-pearson.js";
import { studentQuantile } from "./distributions/student-t.js";
import { effectiveWilson } from "./effective-wilson.js";
import type { Interval, IntervalMethod, StatOptions } from "./types.js";
import type { UnitSums } from "./unit-sums.js";

/** Above so many units Student's interval says the same as the bootstrap, and at once. */
const bootstrapLimit = 5000;

export interface MeanInterval {
  readonly interval?: Interval;
  readonly method: IntervalMethod;
}

/**
 * Interval of a mean over units. A resample cannot hold what the sample lacks, so that the bootstrap alone is too sure of few or skewed
 * values: it is widened to what the standard error says at least, by Wilson's method between the bounds where there are any.
 * @param bounds lowest and highest possible value of a case, where they are known; the interval keeps within them.
 * @returns no interval of one unit, or of values that are all alike without bounds.
 */
export function meanInterval(
  data: UnitSums,
  bounds: Interval | undefined,
  options: StatOptions,
): MeanInterval {
  const { mean, units } = data;
  const confidence = options.confidence ?? 0.95;
  const clustered = data.counts.some((count) => count !== 1);
  const method = units > bootstrapLimit ? "student_t" : clustered ? "cluster_bootstrap" : "bootstrap";
  if (units < 2) return { method };
  const spread = data.residuals.reduce((most, residual) => Math.max(most, Math.abs(residual)), 0);
  const largest = data.sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0);
  if (spread <= 1e-12 * largest) {
    if (bounds === undefined) return { method };
    // What share of other values could have stayed unseen, and how far they could pull the mean.
    const unseen = clopperPearson(0, units, confidence)[1];
    return { interval: [mean - unseen * (mean - bounds[0]), mean + unseen * (bounds[1] - mean)], method };
  }
  const [low, high] = errorInterval(data, bounds, confidence);
  if (method === "student_t") return { interval: within(bounds, low, high), method };
  const drawn = bootstrapInterval(data, confidence, options.resamples ?? 2000, options.seed ?? "mlx");
  return { interval: within(bounds, Math.min(low, drawn[0]), Math.max(high, drawn[1])), method };
}

/** What the standard error says. */
function errorInterval(data: UnitSums, bounds: Interval | undefined, confidence: number): Interval {
  const { mean, units, squaredError } = data;
  if (bounds === undefined || mean <= bounds[0] || mean >= bounds[1]) {
    const reach = studentQuantile((1 + confidence) / 2, units - 1) * Math.sqrt(squaredError);
    return [mean - reach, mean + reach];
  }
  const range = bounds[1] - bounds[0];
  const share = effectiveWilson((mean - bounds[0]) / range, squaredError / range ** 2, units, confidence);
  return [bounds[0] + range * share[0], bounds[0] + range * share[1]];
}

function within(bounds: Interval | undefined, low: number, high: number): Interval {
  return bounds === undefined ? [low, high] : [Math.max(bounds[0], low), Math.min(bounds[1], high)];
}
