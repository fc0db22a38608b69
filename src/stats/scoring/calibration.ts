import type { Draw } from "./draw.js";
import type { ClassCases } from "./types.js";

/** Cases whose probabilities are about the same. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean probability. */
  readonly predicted: number;
  /** Share of the cases in which it happened. */
  readonly observed: number;
}

/** A probability for each case, and whether what it was for happened. */
export interface Forecasts {
  readonly probability: Float64Array;
  readonly happened: Uint8Array;
}

/** Of a binary task the probability of the positive class; of several classes that of the likeliest one, and whether it was the right one. */
export function forecastsOf({ task, n, truth, scores }: ClassCases): Forecasts {
  if (task === "binary") {
    return { probability: scores?.[0] ?? new Float64Array(n), happened: Uint8Array.from(truth) };
  }
  const probability = new Float64Array(n);
  const happened = new Uint8Array(n);
  for (let place = 0; place < n; place++) {
    let likeliest = 0;
    for (const [klass, column] of (scores ?? []).entries()) {
      if ((column[place] ?? 0) > (scores?.[likeliest]?.[place] ?? 0)) likeliest = klass;
    }
    probability[place] = scores?.[likeliest]?.[place] ?? 0;
    happened[place] = likeliest === truth[place] ? 1 : 0;
  }
  return { probability, happened };
}

/** Bins of equal width; a probability on an edge lies in the bin below, as in scikit-learn. Empty bins are left out. */
export function calibrationCurve(forecasts: Forecasts, bins: number): readonly CalibrationBin[] {
  const weights = new Uint32Array(forecasts.probability.length).fill(1);
  const { counts, predicted, observed } = sumsOf(forecasts, binsOf(forecasts, bins), bins, weights);
  return [...counts].flatMap((n, bin) =>
    n === 0
      ? []
      : [
          {
            ...{ from: bin / bins, to: (bin + 1) / bins, n },
            predicted: (predicted[bin] ?? 0) / n,
            observed: (observed[bin] ?? 0) / n,
          },
        ],
  );
}

/**
 * Expected calibration error, 0 to 1: how far the probabilities of a bin lie from what happened, in the mean over the cases.
 * @see Guo, Pleiss, Sun, Weinberger, ICML (2017); Naeini, Cooper, Hauskrecht, AAAI (2015)
 */
export function calibrationError(forecasts: Forecasts, bins: number): (draw: Draw) => number {
  const places = binsOf(forecasts, bins);
  return ({ weights }) => {
    const { counts, predicted, observed } = sumsOf(forecasts, places, bins, weights);
    let [distance, total] = [0, 0];
    for (let bin = 0; bin < bins; bin++) {
      distance += Math.abs((predicted[bin] ?? 0) - (observed[bin] ?? 0));
      total += counts[bin] ?? 0;
    }
    return distance / total;
  };
}

function binsOf({ probability }: Forecasts, bins: number): Uint16Array {
  const edges = Array.from({ length: bins - 1 }, (_, index) => (index + 1) / bins);
  return Uint16Array.from(probability, (value) => {
    let [low, high] = [0, edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edges[middle] ?? 1) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

function sumsOf(
  { probability, happened }: Forecasts,
  places: Uint16Array,
  bins: number,
  weights: Uint32Array,
) {
  const counts = new Float64Array(bins);
  const predicted = new Float64Array(bins);
  const observed = new Float64Array(bins);
  const n = places.length;
  for (let place = 0; place < n; ) {
    const bin = places[place] ?? 0;
    // In canonical order long stretches of cases fall into the same bin.
    let [count, sum, hits] = [0, 0, 0];
    for (; place < n && places[place] === bin; place++) {
      const weight = weights[place] ?? 0;
      count += weight;
      sum += weight * (probability[place] ?? 0);
      hits += weight * (happened[place] ?? 0);
    }
    counts[bin] = (counts[bin] ?? 0) + count;
    predicted[bin] = (predicted[bin] ?? 0) + sum;
    observed[bin] = (observed[bin] ?? 0) + hits;
  }
  return { counts, predicted, observed };
}
