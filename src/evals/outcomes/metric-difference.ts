import type { EvaluationEvidence } from "../../registry/evidence/evidence.js";
import type { MetricDifference } from "../../registry/model-gates/facts.js";
import { figureOf, intervalOf } from "../../registry/model-gates/judge-metric.js";
import { comparePairs } from "../../stats/compare-pairs.js";
import { differenceInterval } from "../../stats/difference-interval.js";
import type { Pair } from "../../stats/types.js";
import { expandOutcomes } from "./compact-outcomes.js";
import { passShare } from "./compare-metrics.js";
import { incomparable } from "./incomparable.js";
import { type OutcomePair, type PairedOutcomes, pairOutcomes } from "./pair-outcomes.js";
import { saysFigure } from "./says-figure.js";
import { type EvidenceSide, scoredDifference } from "./scored-difference.js";
import type { CaseOutcome } from "./types.js";
import { unitOf } from "./unit-of.js";

type Value = (outcome: CaseOutcome) => number | undefined;

/** Figures over all cases that are the mean of a figure of each. */
const sameAs: Readonly<Record<string, string>> = { accuracy: "passRate", mae: "absolute_error" };

/**
 * How much a metric of two versions of a model differs, `after` less `before`, by evidence of the same suite: case by case where both know what
 * became of the same cases, else from the interval that each has by itself.
 * @returns undefined where neither says anything, or one lacks the metric.
 */
export function metricDifference(
  before: EvaluationEvidence,
  after: EvaluationEvidence,
  metric: string,
): MetricDifference | undefined {
  return pairedDifference(before, after, metric) ?? unpairedDifference(before, after, metric);
}

function pairedDifference(
  before: EvaluationEvidence,
  after: EvaluationEvidence,
  metric: string,
): MetricDifference | undefined {
  const [was, is] = [sideOf(before), sideOf(after)];
  if (was === undefined || is === undefined) return undefined;
  const judged = ({ evidence, outcomes }: EvidenceSide) => ({ outcomes, judges: evidence.judges.models });
  const paired = pairOutcomes(judged(was), judged(is));
  if (incomparable(judged(was), judged(is), paired).length > 0 || !isWhole(paired)) return undefined;
  return meanDifference(was, is, paired.pairs, metric) ?? scoredDifference(was, is, paired.pairs, metric);
}

/** Pairs of a part of the cases would say nothing of the rest, which may be the part that got worse. */
function isWhole({ added, removed, changed, regraded }: PairedOutcomes): boolean {
  return [added, removed, changed, regraded].every((ids) => ids.length === 0);
}

function sideOf(evidence: EvaluationEvidence): EvidenceSide | undefined {
  const outcomes = evidence.outcomes && expandOutcomes(evidence.outcomes);
  return outcomes && { evidence, outcomes };
}

/** Of a figure that is the mean of one of each case. */
function meanDifference(
  was: EvidenceSide,
  is: EvidenceSide,
  found: readonly OutcomePair[],
  metric: string,
): MetricDifference | undefined {
  const value = perCase(metric, [was.evidence, is.evidence], [was.outcomes, is.outcomes]);
  if (value === undefined) return undefined;
  const pairs = found.flatMap((pair): Pair[] => {
    const [then, now] = [value(pair.before), value(pair.after)];
    if (then === undefined || now === undefined) return [];
    const { id, prompt, provider } = pair.after;
    return [{ id: `${id}\0${prompt}\0${provider}`, cluster: unitOf(pair.after), before: then, after: now }];
  });
  if (pairs.length === 0) return undefined;
  const rate = (sameAs[metric] ?? metric) === "passRate";
  const { difference, interval, method } = comparePairs(pairs, rate ? "rate" : "mean");
  if (interval === undefined) return undefined;
  const mean = (side: "before" | "after") => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  return {
    ...{ before: mean("before"), after: mean("after"), difference, interval, by: "pairs" },
    ...{ method, cases: pairs.length },
  };
}

/**
 * What of a case the metric is the mean of; undefined for figures that only all cases together have, such as F1, and where the mean is not
 * the figure that the evidence of both says.
 */
function perCase(
  metric: string,
  evidence: readonly EvaluationEvidence[],
  sides: readonly (readonly CaseOutcome[])[],
): Value | undefined {
  const named =
    (name: string): Value =>
    ({ metrics }) =>
      Object.hasOwn(metrics, name) ? metrics[name] : undefined;
  const isNamed = sides.every((outcomes) => outcomes.some((outcome) => named(metric)(outcome) !== undefined));
  const name = isNamed ? metric : (sameAs[metric] ?? metric);
  const value: Value =
    name === "passRate" ? graded(passShare) : name === "score" ? ({ score }) => score : named(name);
  const fits = evidence.every(({ summary }, index) => {
    const values = (sides[index] ?? []).flatMap((outcome) => value(outcome) ?? []);
    return saysFigure(summary, metric, values.reduce((sum, one) => sum + one, 0) / values.length);
  });
  return fits ? value : undefined;
}

function graded(value: (outcome: CaseOutcome) => number): Value {
  return (outcome) => (outcome.graded === 0 ? undefined : value(outcome));
}

function unpairedDifference(
  { summary: before }: EvaluationEvidence,
  { summary: after }: EvaluationEvidence,
  metric: string,
): MetricDifference | undefined {
  const [was, is] = [figureOf(before, metric), figureOf(after, metric)];
  if (was === undefined || is === undefined) return undefined;
  const [first, second] = [intervalOf(before, metric), intervalOf(after, metric)];
  const figures = { before: was, after: is, difference: is - was };
  if (first === undefined || second === undefined) return { ...figures, by: "figures" };
  const interval = differenceInterval({ value: is, interval: second }, { value: was, interval: first });
  return { ...figures, interval, by: "intervals" };
}
