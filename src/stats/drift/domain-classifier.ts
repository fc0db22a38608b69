import { SeededRandom } from "../seeded-random.js";
import { ecdfOf } from "./ecdf.js";
import { fitLogistic, logOdds } from "./logistic-regression.js";
import { mannWhitney } from "./mann-whitney.js";
import { dimensionsOf } from "./require-rows.js";
import { sampled, shuffledPlaces } from "./shuffled.js";
import { standardiserOf } from "./standardiser.js";
import type { Rows } from "./types.js";

export interface ClassifierOutcome {
  /** Chance that a row of now is told from one of the reference: 0.5 where a classifier learns nothing. */
  readonly auc: number;
  /** One-sided: that it learns something, by Mann and Whitney's test of the scores of rows that it was not fitted on. */
  readonly pValue: number;
}

export interface ClassifierOptions {
  readonly seed?: string;
  /** Default 5. */
  readonly folds?: number;
  /** Rows drawn from each side at most. Default 2000. */
  readonly most?: number;
}

/**
 * Whether a classifier can tell two samples apart: logistic regression on the standardised numbers and their squares, so that it sees
 * changes of place and of spread, cross-validated.
 * @throws {RangeError} unless each side has as many vectors as there are folds, of one length.
 */
export function domainClassifier(
  reference: Rows,
  current: Rows,
  options: ClassifierOptions = {},
): ClassifierOutcome {
  const { seed = "mlx", folds = 5, most = 2000 } = options;
  if (dimensionsOf(reference, folds) !== dimensionsOf(current, folds))
    throw new RangeError("the vectors of the samples are not of one length");
  const random = new SeededRandom(seed);
  const sides = [sampled(reference, most, random), sampled(current, most, random)];
  const standardised = standardiserOf(sides.flat());
  const rows = sides.flat().map((row) => {
    const numbers = standardised(row);
    return [...numbers, ...numbers.map((value) => value * value)];
  });
  const labels = sides.flatMap((side, label) => side.map(() => label === 1));
  // Each side goes evenly into all folds.
  const foldOf = sides.flatMap((side) => {
    const places = shuffledPlaces(side.length, random);
    return places.map((place) => place % folds);
  });
  const scores = new Array<number>(rows.length).fill(0);
  for (let fold = 0; fold < folds; fold++) {
    const kept = rows.filter((_, i) => foldOf[i] !== fold);
    const model = fitLogistic(
      kept,
      labels.filter((_, i) => foldOf[i] !== fold),
    );
    rows.forEach((row, i) => {
      if (foldOf[i] === fold) scores[i] = logOdds(model, row);
    });
  }
  const before = ecdfOf(scores.filter((_, i) => labels[i] === false));
  const after = ecdfOf(scores.filter((_, i) => labels[i] === true));
  const { superiority, pValue } = mannWhitney(before, after);
  return { auc: superiority, pValue: superiority > 0.5 ? pValue / 2 : 1 - pValue / 2 };
}
