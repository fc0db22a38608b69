import { Ranking } from "./ranking.js";

/** What a threshold does: a case is positive from this score on. */
export interface RocPoint {
  /** Infinity where no case is positive. */
  readonly threshold: number;
  readonly falsePositiveRate: number;
  readonly truePositiveRate: number;
}

export interface PrecisionRecallPoint {
  readonly threshold: number;
  readonly precision: number;
  readonly recall: number;
}

/** Cases at each threshold, the highest one first. */
interface Step {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

function stepsOf(truth: ArrayLike<number>, scores: Float64Array): readonly Step[] {
  const { order, positive, last } = new Ranking(scores, (place) => truth[place] === 1);
  const steps: Step[] = [];
  let [truePositives, falsePositives] = [0, 0];
  for (let rank = order.length - 1; rank >= 0; rank--) {
    if (positive[rank] === 1) truePositives++;
    else falsePositives++;
    if (rank > 0 && last[rank - 1] === 0) continue;
    steps.push({ threshold: scores[order[rank] ?? 0] ?? 0, truePositives, falsePositives });
  }
  return steps;
}

/** From (0, 0) to (1, 1); points on a straight line between their neighbours are left out, as in scikit-learn. Empty for one class. */
export function rocCurve(truth: ArrayLike<number>, scores: Float64Array): readonly RocPoint[] {
  const steps = stepsOf(truth, scores);
  const last = steps.at(-1);
  if (last === undefined || last.truePositives === 0 || last.falsePositives === 0) return [];
  const first: Step = { threshold: Number.POSITIVE_INFINITY, truePositives: 0, falsePositives: 0 };
  return [first, ...steps.filter((step, index) => isCorner(steps, step, index))].map((step) => ({
    threshold: step.threshold,
    falsePositiveRate: step.falsePositives / last.falsePositives,
    truePositiveRate: step.truePositives / last.truePositives,
  }));
}

/** The first and the last step, and those where the direction changes. */
function isCorner(steps: readonly Step[], { truePositives, falsePositives }: Step, index: number): boolean {
  const [before, after] = [steps[index - 1], steps[index + 1]];
  if (before === undefined || after === undefined) return true;
  return (
    after.truePositives - truePositives !== truePositives - before.truePositives ||
    after.falsePositives - falsePositives !== falsePositives - before.falsePositives
  );
}

/** From the highest threshold to the lowest that still finds something new. Empty where no case is positive. */
export function precisionRecallCurve(
  truth: ArrayLike<number>,
  scores: Float64Array,
): readonly PrecisionRecallPoint[] {
  const steps = stepsOf(truth, scores);
  const positives = steps.at(-1)?.truePositives ?? 0;
  if (positives === 0) return [];
  return steps.map(({ threshold, truePositives, falsePositives }) => ({
    threshold,
    precision: truePositives / (truePositives + falsePositives),
    recall: truePositives / positives,
  }));
}

/** What a threshold would give. */
export interface ThresholdRow {
  readonly threshold: number;
  /** Cases from it on. */
  readonly selected: number;
  /** Null where none is selected, or none positive. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number;
}

/** Precision, recall and F1 at thresholds. */
export function thresholdTable(
  truth: ArrayLike<number>,
  scores: Float64Array,
  thresholds: readonly number[],
): readonly ThresholdRow[] {
  const steps = stepsOf(truth, scores);
  const positives = steps.at(-1)?.truePositives ?? 0;
  return thresholds.map((threshold): ThresholdRow => {
    const step = steps.findLast((each) => each.threshold >= threshold);
    const { truePositives = 0, falsePositives = 0 } = step ?? {};
    const selected = truePositives + falsePositives;
    return {
      ...{ threshold, selected },
      precision: selected === 0 ? null : truePositives / selected,
      recall: positives === 0 ? null : truePositives / positives,
      f1: selected + positives === 0 ? 0 : (2 * truePositives) / (selected + positives),
    };
  });
}
