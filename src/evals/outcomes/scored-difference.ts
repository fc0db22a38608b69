import type { EvaluationEvidence } from "../../registry/evidence/evidence.js";
import type { MetricDifference } from "../../registry/model-gates/facts.js";
import { compareMetric } from "../../stats/scoring/compare-metric.js";
import { scoreCases } from "../../stats/scoring/score-cases.js";
import { keptScores, type ScoredRepeats } from "./kept-scores.js";
import type { OutcomePair } from "./pair-outcomes.js";
import { saysFigure } from "./says-figure.js";
import { ScoredSeries } from "./scored-series.js";
import type { ScoredValue } from "./scored-value.js";
import type { CaseOutcome } from "./types.js";
import { unitOf } from "./unit-of.js";

/** Evidence of one of two versions, and what became of its cases. */
export interface EvidenceSide {
  readonly evidence: EvaluationEvidence;
  /** In the order of its lines. */
  readonly outcomes: readonly CaseOutcome[];
}

/** A metric of one side. */
interface KeptMetric {
  readonly repeats: ReadonlyMap<CaseOutcome, ScoredRepeats>;
  /** With the task and the positive class that all cases of the side have. */
  readonly settings: ScoredValue;
}

/**
 * How much a figure differs that only all cases together have, such as F1 or ROC AUC: both sides computed anew of the cases that they have in
 * common, each beside itself.
 * @returns undefined where a side keeps nothing of it, or what it keeps does not give the figure that it says; where the two are not of the same
 *   truth or classes; and where the cases are too few for an interval.
 */
export function scoredDifference(
  was: EvidenceSide,
  is: EvidenceSide,
  pairs: readonly OutcomePair[],
  metric: string,
): MetricDifference | undefined {
  const [before, after] = [keptMetric(was, metric), keptMetric(is, metric)];
  if (before === undefined || after === undefined || !isAlike(before.settings, after.settings))
    return undefined;
  const [first, second] = [new ScoredSeries(before.settings), new ScoredSeries(after.settings)];
  let cases = 0;
  for (const pair of pairs) {
    const [then, now] = [before.repeats.get(pair.before) ?? [], after.repeats.get(pair.after) ?? []];
    const both = then.flatMap((value, repeat) => {
      const other = now[repeat];
      return value === undefined || other === undefined ? [] : [[value, other] as const];
    });
    if (both.some(([value, other]) => value.truth !== other.truth)) return undefined;
    const unit = unitOf(pair.after);
    for (const [value, other] of both) {
      first.add(value, unit);
      second.add(other, unit);
    }
    if (both.length > 0) cases++;
  }
  if (cases === 0) return undefined;
  const change = compareMetric(first.cases, second.cases, second.metricName);
  if (change?.interval === undefined) return undefined;
  return { ...change, interval: change.interval, by: "pairs", cases };
}

function keptMetric({ evidence, outcomes }: EvidenceSide, name: string): KeptMetric | undefined {
  const kept = evidence.outcomes && keptScores(evidence.outcomes, name);
  const first = kept?.flat().find((value) => value !== undefined);
  if (kept === undefined || first === undefined) return undefined;
  const series = new ScoredSeries(first);
  for (const [index, outcome] of outcomes.entries())
    for (const value of kept[index] ?? []) if (value !== undefined) series.add(value, unitOf(outcome));
  const [found] = scoreCases(series.cases, { metrics: [series.metricName], intervals: false });
  const figure = found?.measured.value;
  // Of what evidence denies itself nothing is computed.
  if (figure === undefined || figure === null || !saysFigure(evidence.summary, name, figure))
    return undefined;
  const { cases } = series;
  const positive = cases.task === "binary" ? cases.classes[1] : first.positive;
  return {
    repeats: new Map(outcomes.map((outcome, index) => [outcome, kept[index] ?? []])),
    settings: { ...first, task: cases.task, ...(positive !== undefined && { positive }) },
  };
}

function isAlike(a: ScoredValue, b: ScoredValue): boolean {
  return a.metric === b.metric && a.task === b.task && a.positive === b.positive;
}
