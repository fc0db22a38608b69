import { countOf } from "../../core/format-bytes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { directionOf } from "../../runs/metric-direction.js";
import { evaluationsIn, type FoundEvaluation, isBy } from "../evidence/evaluations.js";
import type { EvaluationEvidence } from "../evidence/evidence.js";
import { evidenceDifferences } from "../evidence/evidence-differences.js";
import type { SuiteLookup } from "../evidence/suite-facts.js";
import { readModelDetails } from "../models/model-details.js";
import type { NonInferiorRule } from "../models/model-settings.js";
import type { RegistryItem } from "../read-item.js";
import type { VersionRecord } from "../types.js";
import type { AgainstHolder, MetricDifference } from "./facts.js";
import { evaluatedMetric, figureOf } from "./judge-metric.js";

/** A version, the present holder of the alias, and what both are held against each other by. */
export interface AgainstHolderFacts {
  /** With the evidence of both. */
  readonly item: RegistryItem;
  readonly record: VersionRecord;
  readonly holder: VersionRecord;
  /** By the names that gates and evidence give them. */
  readonly suites: ReadonlyMap<string, SuiteLookup>;
  /** How much a metric of two evaluations differs; undefined where neither says. To pair cases is the business of those who know what one is. */
  readonly metricDifference: (
    before: EvaluationEvidence,
    after: EvaluationEvidence,
    metric: string,
  ) => MetricDifference | undefined;
}

interface Side {
  readonly record: VersionRecord;
  readonly reference: string;
}

/**
 * Holds a version against the present holder of the alias, in one metric: by the evaluation that counts and one of the holder by the same suite,
 * else by what their records say.
 */
export function againstHolder(rule: NonInferiorRule, facts: AgainstHolderFacts): AgainstHolder {
  const { record, holder } = facts;
  if (holder.digest === record.digest) return { kind: "same" };
  const direction = rule.direction ?? knownDirection(rule.metric);
  if (direction === undefined) {
    const problem = `nobody knows whether more or less of ${rule.metric} is better`;
    return { kind: "unknown", problem, hint: "say it in the gate: direction: higher, or lower" };
  }
  const side = (of: VersionRecord): Side => ({ record: of, reference: `${of.name}@${of.version}` });
  const compared = compare(rule, facts, side(record), side(holder));
  if ("problem" in compared) return { kind: "unknown", ...compared };
  return { kind: "compared", holder: side(holder).reference, direction, ...compared };
}

function knownDirection(metric: string): "higher" | "lower" | undefined {
  if (metric === "passRate" || metric === "score") return "higher";
  const known = directionOf(metric);
  return known && (known === "max" ? "higher" : "lower");
}

type Compared = Pick<Extract<AgainstHolder, { kind: "compared" }>, "difference" | "evaluations">;
type Unclear = { readonly problem: string; readonly hint?: string };

function compare(
  { metric, evaluation }: NonInferiorRule,
  facts: AgainstHolderFacts,
  version: Side,
  holder: Side,
): Compared | Unclear {
  const own = evaluatedMetric(
    { record: version.record, evidence: facts.item.evidence, suites: facts.suites },
    metric,
    evaluation,
  );
  if (!("problem" in own)) {
    const { cases, errored } = own.by.evidence.summary;
    if (errored > 0) {
      const problem = `${errored} of ${countOf(cases, "case")} of ${version.reference} ended in errors, so nobody knows whether it is worse`;
      return { problem, hint: evaluate(own.by.evidence.suite.name, version.reference) };
    }
    const found = againstEvidence(facts, own.by, holder, metric);
    if (!("problem" in found) || evaluation !== undefined) return found;
    return byRecords(metric, version, holder) ?? found;
  }
  const records = evaluation === undefined ? byRecords(metric, version, holder) : undefined;
  if (records) return records;
  const suite = evaluation ?? "SUITE";
  return { problem: own.problem, hint: own.hint ?? evaluate(suite, version.reference) };
}

function againstEvidence(
  { item, metricDifference }: AgainstHolderFacts,
  after: FoundEvaluation,
  holder: Side,
  metric: string,
): Compared | Unclear {
  const { suite } = after.evidence;
  const [before] = evaluationsIn(item.evidence).filter(
    ({ evidence }) =>
      evidence.record === holder.record.digest &&
      isBy(evidence, suite) &&
      figureOf(evidence.summary, metric) !== undefined,
  );
  const hint = evaluate(suite.name, holder.reference);
  if (before === undefined) {
    return { problem: `${holder.reference}, which holds the alias, has no ${metric} by ${suite.name}`, hint };
  }
  const difference = metricDifference(before.evidence, after.evidence, metric);
  if (difference === undefined) return { problem: `both have no ${metric} in common`, hint };
  if (difference.by !== "pairs") {
    const { digests, providers, judges } = after.evidence;
    const now = { ...suite, digests, providers, judges: judges.providers };
    const [other] = evidenceDifferences(before.evidence, now);
    if (other !== undefined) {
      return { problem: `the evidence of ${holder.reference} cannot be compared: ${other}`, hint };
    }
  }
  return { difference, evaluations: [before, after] };
}

function byRecords(metric: string, version: Side, holder: Side): Compared | undefined {
  const figure = ({ record }: Side) => {
    const { metrics = {} } = readModelDetails(record);
    return Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  };
  const [before, after] = [figure(holder), figure(version)];
  if (before === undefined || after === undefined) return undefined;
  return { difference: { before, after, difference: after - before, by: "figures" }, evaluations: [] };
}

function evaluate(suite: string, reference: string): string {
  return `evaluate it: mlx eval run ${suite === "SUITE" ? suite : shellQuote(suite)} --record --model ${reference}`;
}
