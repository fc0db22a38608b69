import type { ClassTally } from "./class-tally.js";

/** Precision, recall or F1 of counts: what is divided by nothing is 0, as in scikit-learn (`zero_division=0`). */
export type CountMeasure = (hit: number, predicted: number, truth: number) => number;

/** Share of what was predicted that was right, 0 to 1. */
export const precision: CountMeasure = (hit, predicted) => ratio(hit, predicted);
/** Share of what there was that was found, 0 to 1. */
export const recall: CountMeasure = (hit, _predicted, truth) => ratio(hit, truth);
/** Harmonic mean of both, 0 to 1. */
export const f1: CountMeasure = (hit, predicted, truth) => ratio(2 * hit, predicted + truth);

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

export type Average = "macro" | "micro" | "weighted";

/**
 * A measure over several classes. `macro`: their mean; `weighted`: their mean by how many cases each has; `micro`: of the sums of counts.
 * @param counted classes that take part: of a whole file those that occur in truth or prediction.
 * @see scikit-learn, precision_recall_fscore_support
 */
export function averaged(
  { hit, predicted, truth }: ClassTally,
  measure: CountMeasure,
  average: Average,
  counted: readonly number[],
): number {
  const sum = (counts: Float64Array) => counted.reduce((total, place) => total + (counts[place] ?? 0), 0);
  if (average === "micro") return measure(sum(hit), sum(predicted), sum(truth));
  const values = counted.map((place) => measure(hit[place] ?? 0, predicted[place] ?? 0, truth[place] ?? 0));
  if (average === "macro") return values.reduce((total, value) => total + value, 0) / counted.length;
  const weighed = values.reduce(
    (total, value, index) => total + value * (truth[counted[index] ?? 0] ?? 0),
    0,
  );
  return ratio(weighed, sum(truth));
}

/** Share of the cases that were told right. */
export function accuracy({ hit, total }: ClassTally): number {
  return sumOf(hit) / total;
}

/** Mean recall over the classes that occur in truth. */
export function balancedAccuracy({ hit, truth }: ClassTally): number {
  let [sum, count] = [0, 0];
  for (let place = 0; place < truth.length; place++) {
    const cases = truth[place] ?? 0;
    if (cases === 0) continue;
    sum += (hit[place] ?? 0) / cases;
    count++;
  }
  return sum / count;
}

/**
 * Matthews' correlation of truth and prediction, −1 to 1; 0 where either is always the same.
 * @see Gorodkin, Computational Biology and Chemistry 28 (2004) 367–374, for several classes
 */
export function matthews({ hit, truth, predicted, total }: ClassTally): number {
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
  const covariance = sumOf(hit) * total - dot(truth, predicted);
  const spread = (total * total - dot(predicted, predicted)) * (total * total - dot(truth, truth));
  return spread === 0 ? 0 : covariance / Math.sqrt(spread);
}

/** Cohen's κ: agreement beyond chance, at most 1; NaN where chance alone agrees always. */
export function kappa({ hit, truth, predicted, total }: ClassTally): number {
  const chance =
    truth.reduce((sum, value, place) => sum + value * (predicted[place] ?? 0), 0) / (total * total);
  return chance === 1 ? Number.NaN : (sumOf(hit) / total - chance) / (1 - chance);
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
