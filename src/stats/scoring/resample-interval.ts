import { normalQuantile } from "../distributions/normal.js";
import { sortedQuantile } from "../sorted-quantile.js";
import type { Interval } from "../types.js";
import { wilson } from "../wilson.js";

/** Fewest resamples whose own quantiles are steady enough to be an interval's ends. */
const steady = 1000;

/**
 * An interval of a figure from its values over resamples: their quantiles, or, where resamples are few because the cases are many, the
 * value and its standard error over them. Undefined where fewer than nine in ten resamples define the figure.
 * @param centred whether the resamples' bias is taken off, from the lower end twice, since the figure itself has it once: for figures like the
 *   calibration error, which chance alone makes larger.
 * @param range the lowest and highest value that the figure can have.
 */
export function resampleInterval(
  value: number,
  resampled: Float64Array,
  options: {
    readonly wanted: number;
    readonly confidence: number;
    readonly range: Interval;
    readonly centred: boolean;
  },
): Interval | undefined {
  const { wanted, confidence, range, centred } = options;
  if (resampled.length < 0.9 * wanted || resampled.length < 2) return undefined;
  const mean = resampled.reduce((sum, each) => sum + each, 0) / resampled.length;
  const clip = (low: number, high: number): Interval => [
    Math.max(range[0], Math.min(low, value)),
    Math.min(range[1], Math.max(high, value)),
  ];
  if (resampled.length < steady) {
    const squares = resampled.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    const reach = normalQuantile((1 + confidence) / 2) * Math.sqrt(squares / (resampled.length - 1));
    return clip(value - reach, value + reach);
  }
  const sorted = resampled.toSorted();
  const bias = centred ? mean - value : 0;
  const low = sortedQuantile(sorted, (1 - confidence) / 2) - 2 * bias;
  return clip(low, sortedQuantile(sorted, (1 + confidence) / 2) - bias);
}

/**
 * An interval of a figure that is as good as it can be, of which resamples say nothing: Wilson's for `cases` without a fault. Undefined for any
 * other figure.
 */
export function faultlessInterval(
  { better, range }: { readonly better: "higher" | "lower"; readonly range: Interval },
  value: number,
  cases: number,
  confidence: number,
): Interval | undefined {
  const [worst, best] = better === "higher" ? range : [range[1], range[0]];
  if (value !== best || !Number.isFinite(worst) || !Number.isFinite(cases)) return undefined;
  const fault = worst + (best - worst) * wilson(cases, cases, confidence)[0];
  return better === "higher" ? [fault, best] : [best, fault];
}
