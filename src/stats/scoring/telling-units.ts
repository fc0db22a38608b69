import type { Statistic } from "./bootstrap.js";
import { isOfClasses } from "./is-of-classes.js";
import type { ClassCases, ScoringCases } from "./types.js";

/** Beyond so many it makes no difference how many there are. */
const many = 200;

/** Smaller effects are rounding. */
const rounding = 1e-12;

/** Metrics of probabilities, whose predictions do not matter. */
const ofScores = /^(?:roc_auc|pr_auc|log_loss|brier|ece)/;

/**
 * How many independent units two models tell differently in a way that a metric sees: cases, or clusters, without which the difference of the
 * metric would be another one. Of more than 200 that are told differently all count.
 * @param before, @param after the same cases in the same order. @param difference of the metric.
 */
export function tellingUnits(
  before: ScoringCases,
  after: ScoringCases,
  metric: string,
  difference: Statistic,
): number {
  const differ = differing(before, after, ofScores.test(metric));
  const clusters = after.clusters ?? Int32Array.from({ length: after.n }, (_, place) => place);
  const told = new Set<number>();
  for (const [place, unit] of clusters.entries()) if (differ(place)) told.add(unit);
  if (told.size > many) return told.size;
  const weights = new Uint32Array(after.n).fill(1);
  const whole = difference({ weights, number: -1 });
  return [...told].filter((unit, index) => {
    const without = weights.map((weight, place) => (clusters[place] === unit ? 0 : weight));
    // Numbers below 0 are those of no resample.
    const left = difference({ weights: without, number: -2 - index });
    return Number.isNaN(left) || Math.abs(left - whole) > rounding;
  }).length;
}

type Differs = (place: number) => boolean;

function differing(before: ScoringCases, after: ScoringCases, byScores: boolean): Differs {
  if (before.task === "regression" && after.task === "regression")
    return (place) => before.prediction[place] !== after.prediction[place];
  if (before.task === "multilabel" && after.task === "multilabel") {
    const labels = ({ classes, prediction }: typeof before, place: number) =>
      [...(prediction[place] ?? [])].map((klass) => classes[klass]).join("\n");
    return (place) => labels(before, place) !== labels(after, place);
  }
  if (!isOfClasses(before) || !isOfClasses(after)) return () => true;
  if (byScores) return (place) => scoreKey(before, place) !== scoreKey(after, place);
  const said = ({ classes, prediction }: ClassCases, place: number) => classes[prediction[place] ?? 0];
  return (place) => said(before, place) !== said(after, place);
}

/** Of several classes the names stand beside the scores: another model may know other classes. */
function scoreKey({ task, classes, scores = [] }: ClassCases, place: number): string {
  const told = scores.map((column, klass) => `${task === "binary" ? "" : classes[klass]}=${column[place]}`);
  return told.join("\n");
}
