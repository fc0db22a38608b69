import { formatNumber } from "../../core/format-number.js";
import { formatMinute } from "../../core/format-time.js";
import { shellQuote } from "../../core/shell-quote.js";
import { namesHint } from "../../core/suggest.js";
import { countingEvaluation, evaluationsIn, type FoundEvaluation } from "../evidence/evaluations.js";
import { type EvidenceSummary, evidencePrefix } from "../evidence/evidence.js";
import { gateTitle, type MetricRule } from "../models/model-settings.js";
import type { ModelGateFacts } from "./facts.js";
import type { JudgedGate } from "./judged-gate.js";

/** Whether a figure of the record, or of an evaluation that counts, keeps within its limits. */
export function judgeMetric(rule: MetricRule, facts: ModelGateFacts): JudgedGate {
  const gate = gateTitle(rule);
  const { metric, min, max, evaluation } = rule;
  const { record, metrics } = facts;
  const reference = `${record.name}@${record.version}`;
  const threshold = min ?? max;
  const limit = { ...(threshold !== undefined && { threshold }) };
  const own = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (evaluation === undefined && own !== undefined) {
    const held = holds(own, min, max);
    return {
      ...{
        gate,
        passed: held,
        reason: `${formatNumber(own)}, recorded with the version`,
        value: own,
        ...limit,
      },
      ...(!held && { hint: `train a better one and register it: mlx model register ${record.name} PATH` }),
    };
  }
  const found = evaluatedMetric(facts, metric, evaluation);
  if ("problem" in found) {
    const measured = evaluation ?? "SUITE";
    const measure = `measure it: mlx eval run ${shellQuote(measured)} --record --model ${reference}`;
    const known = evaluation === undefined ? Object.keys(metrics) : [];
    const has = known.length === 0 ? "" : `; ${namesHint(metric, known, "the record has")}`;
    return { gate, passed: false, reason: found.problem + has, ...limit, hint: found.hint ?? measure };
  }
  const { value, by } = found;
  const held = holds(value, min, max);
  const { suite, time, summary } = by.evidence;
  const interval = intervalText(summary, metric);
  const reason = `${formatNumber(value)}${interval}, by ${suite.name}, ${formatMinute(Date.parse(time))}`;
  const evidence = [`${evidencePrefix}${by.digest}`];
  const hint = `train a better one and register it: mlx model register ${record.name} PATH`;
  return { gate, passed: held, reason, evidence, value, ...limit, ...(!held && { hint }) };
}

function holds(value: number, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): boolean {
  return value >= min && value <= max;
}

/** A metric in the evaluation that counts: by the suite that is named, else the newest of those that have it. */
export function evaluatedMetric(
  { record, evidence, suites }: Pick<ModelGateFacts, "record" | "evidence" | "suites">,
  metric: string,
  suite: string | undefined,
):
  | { readonly value: number; readonly by: FoundEvaluation }
  | { readonly problem: string; readonly hint?: string } {
  const evaluations = evaluationsIn(evidence).filter((one) => one.evidence.record === record.digest);
  if (suite === undefined) {
    for (const by of evaluations) {
      const value = figureOf(by.evidence.summary, metric);
      const looked = suites.get(by.evidence.suite.file);
      if (value === undefined || looked === undefined || "problem" in looked) continue;
      if (countingEvaluation([by], record.digest, looked) !== undefined) return { value, by };
    }
    return { problem: `neither the record nor evidence that counts has ${metric}` };
  }
  const looked = suites.get(suite);
  if (looked === undefined) return { problem: `nobody looked at ${suite}` };
  if ("problem" in looked) return looked;
  const by = countingEvaluation(evaluations, record.digest, looked);
  if (by === undefined)
    return { problem: `there is no evidence of ${record.version} by ${suite} that counts` };
  const value = figureOf(by.evidence.summary, metric);
  if (value !== undefined) return { value, by };
  const known = ["passRate", "score", ...Object.keys(by.evidence.summary.metrics)].join(", ");
  return { problem: `${suite} measures no ${metric}; it has ${known}` };
}

/** `passRate`, `score`, or a named one. */
export function figureOf({ passRate, score, metrics }: EvidenceSummary, metric: string): number | undefined {
  if (Object.hasOwn(metrics, metric)) return metrics[metric];
  if (metric === "passRate") return passRate ?? undefined;
  return metric === "score" ? (score ?? undefined) : undefined;
}

/** The 95 % interval of a figure, where there is one. */
export function intervalOf(
  { interval, intervals = {} }: EvidenceSummary,
  metric: string,
): readonly [number, number] | undefined {
  if (Object.hasOwn(intervals, metric)) return intervals[metric];
  return metric === "passRate" ? (interval ?? undefined) : undefined;
}

function intervalText(summary: EvidenceSummary, metric: string): string {
  const interval = intervalOf(summary, metric);
  return interval === undefined ? "" : ` (95%: ${interval.map(formatNumber).join(" to ")})`;
}
