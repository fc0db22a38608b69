import { wilson } from "../stats/wilson.js";
import type { Measured } from "./performance.js";

/** How often a label came with a prediction. */
export type Confusion = readonly (readonly [label: string, prediction: string, count: number])[];

const share = [0, 1] as const;

/** The share of predictions that are right, with Wilson's interval. */
export function accuracyOf(confusion: Confusion): Measured {
  const n = confusion.reduce((sum, [, , count]) => sum + count, 0);
  const right = confusion.reduce(
    (sum, [label, prediction, count]) => sum + (label === prediction ? count : 0),
    0,
  );
  const value = right / n;
  const error = Math.sqrt((value * (1 - value)) / n);
  return { value, error, within: share, interval: wilson(right, n), rate: { successes: right, n } };
}

/**
 * The mean of the F1 of all labels that come, each weighing the same; its standard error by the jackknife over rows, of which those of one
 * cell of the table are alike.
 * @see B. Efron, The Jackknife, the Bootstrap and Other Resampling Plans (1982), chapter 3
 */
export function macroF1Of(confusion: Confusion): Measured {
  const cells = confusion.filter(([, , count]) => count > 0);
  const n = cells.reduce((sum, [, , count]) => sum + count, 0);
  const value = macroF1(cells);
  const without = cells.map((cell) =>
    macroF1(cells.map((each) => (each === cell ? ([each[0], each[1], each[2] - 1] as const) : each))),
  );
  const mean = cells.reduce((sum, [, , count], place) => sum + (count * (without[place] ?? 0)) / n, 0);
  const squares = cells.reduce(
    (sum, [, , count], place) => sum + count * ((without[place] ?? 0) - mean) ** 2,
    0,
  );
  return { value, error: Math.sqrt((squares * (n - 1)) / n), within: share };
}

function macroF1(cells: Confusion): number {
  const right = new Map<string, number>();
  const named = new Map<string, number>();
  const labels = new Set<string>();
  for (const [label, prediction, count] of cells) {
    labels.add(label);
    if (label === prediction) right.set(label, (right.get(label) ?? 0) + count);
    named.set(label, (named.get(label) ?? 0) + count);
    named.set(prediction, (named.get(prediction) ?? 0) + count);
  }
  // Twice the right ones over all that bear the label or the prediction: the harmonic mean of precision and recall.
  const scores = [...labels].map(
    (label) => (2 * (right.get(label) ?? 0)) / Math.max(1, named.get(label) ?? 0),
  );
  return scores.reduce((sum, score) => sum + score / scores.length, 0);
}

/** Sums over rows with a number for label and prediction. */
export interface ErrorSums {
  readonly n: number;
  readonly absolute: number;
  readonly squares: number;
  /** Of the fourth powers. */
  readonly fourths: number;
}

/** Mean absolute error, in the label's unit. */
export function maeOf({ n, absolute, squares }: ErrorSums): Measured {
  const value = absolute / n;
  const sd = Math.sqrt(Math.max(0, squares - n * value * value) / Math.max(1, n - 1));
  const within = [0, Number.POSITIVE_INFINITY] as const;
  return { value, error: sd / Math.sqrt(n), within, mean: { mean: value, sd, n } };
}

/** Root of the mean squared error, in the label's unit; its standard error by the delta method. */
export function rmseOf({ n, squares, fourths }: ErrorSums): Measured {
  const mean = squares / n;
  const value = Math.sqrt(mean);
  const variance = Math.max(0, fourths / n - mean * mean) / Math.max(1, n - 1);
  return {
    value,
    error: value === 0 ? 0 : Math.sqrt(variance) / (2 * value),
    within: [0, Number.POSITIVE_INFINITY],
  };
}

/** Sums over the placements of positive rows among negative ones, and the other way round. */
export interface PlacementSums {
  readonly positives: number;
  readonly negatives: number;
  readonly auc: number;
  /** Squares of the placements of positives, summed. */
  readonly positiveSquares: number;
  readonly negativeSquares: number;
}

/**
 * Area under the ROC curve.
 * @see E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson, Biometrics 44 (1988) 837–845
 */
export function aucOf({
  positives,
  negatives,
  auc,
  positiveSquares,
  negativeSquares,
}: PlacementSums): Measured {
  const variance = (squares: number, count: number) =>
    Math.max(0, squares - count * auc * auc) / Math.max(1, count - 1) / count;
  const error = Math.sqrt(variance(positiveSquares, positives) + variance(negativeSquares, negatives));
  return { value: auc, error, within: share };
}
