import type { ScoringTask } from "../../stats/scoring/types.js";
import { Fields } from "../format/fields.js";
import {
  type EvaluationEvidence,
  type EvidenceComparison,
  type EvidenceGate,
  type EvidenceHead,
  type EvidenceJudge,
  type EvidenceOutcomes,
  type EvidenceProvider,
  type EvidenceScored,
  type EvidenceScoredMetric,
  type EvidenceSummary,
  evidenceVerdicts,
  scoredColumns,
} from "./evidence.js";

/** What evidence of an evaluation has beside what all evidence has. */
export const evaluationKeys: readonly string[] = [
  ...["suite", "evaluation", "digests", "providers", "judges", "verdict", "gates", "summary", "comparison"],
  "outcomes",
];
const summaryKeys = [
  ...["cases", "passed", "failed", "errored", "passRate", "interval", "score", "metrics", "costUsd"],
  ...["latencyMs", "intervals"],
];
const outcomeKeys = ["prompts", "providers", "gradings", "clusters", "judges", "metrics", "scored", "cases"];
const scoredMetricKeys = ["metric", "truth", "prediction", "scores", "task", "positive", "bins"];
const tasks = ["binary", "multiclass", "multilabel", "regression"] as const satisfies readonly ScoringTask[];

/** @throws {FieldProblem} */
export function readEvaluation(fields: Fields): Omit<EvaluationEvidence, keyof EvidenceHead> {
  const suite = fields.inner("suite", ["name", "file"]);
  const digests = fields.inner("digests", ["suite", "data", "graders", "predictions"]);
  const judges = fields.inner("judges", ["providers", "models"]);
  const filesIn = (key: string) => digests.record(key, (files, path) => files.digest(path));
  return {
    kind: "evaluation",
    suite: { name: suite.text("name"), file: suite.text("file") },
    evaluation: fields.text("evaluation"),
    digests: {
      suite: digests.digest("suite"),
      data: filesIn("data"),
      graders: digests.digest("graders"),
      ...(digests.has("predictions") && { predictions: filesIn("predictions") }),
    },
    providers: fields.list("providers", providerOf),
    judges: { providers: judges.texts("providers"), models: judges.list("models", judgeOf) },
    verdict: fields.choice("verdict", evidenceVerdicts),
    gates: fields.list("gates", gateOf),
    summary: summaryOf(fields.inner("summary", summaryKeys)),
    ...(fields.has("comparison") && { comparison: comparisonOf(fields) }),
    ...(fields.has("outcomes") && { outcomes: outcomesOf(fields.inner("outcomes", outcomeKeys)) }),
  };
}

function outcomesOf(fields: Fields): EvidenceOutcomes {
  return {
    prompts: fields.texts("prompts"),
    providers: fields.texts("providers"),
    gradings: fields.texts("gradings"),
    clusters: fields.texts("clusters"),
    judges: fields.texts("judges"),
    metrics: fields.texts("metrics"),
    ...(fields.has("scored") && {
      scored: scoredOf(fields.inner("scored", ["texts", "columns", "metrics"])),
    }),
    cases: fields.texts("cases"),
  };
}

function scoredOf(fields: Fields): EvidenceScored {
  return {
    texts: fields.texts("texts"),
    columns: fields.choices("columns", scoredColumns),
    metrics: fields.record("metrics", (metrics, name) =>
      scoredMetricOf(metrics.inner(name, scoredMetricKeys)),
    ),
  };
}

function scoredMetricOf(fields: Fields): EvidenceScoredMetric {
  return {
    metric: fields.text("metric"),
    truth: fields.size("truth"),
    prediction: fields.size("prediction"),
    ...(fields.has("scores") && { scores: fields.record("scores", (scores, name) => scores.size(name)) }),
    ...(fields.has("task") && { task: fields.choice("task", tasks) }),
    ...(fields.has("positive") && { positive: fields.text("positive") }),
    ...(fields.has("bins") && { bins: fields.size("bins") }),
  };
}

function providerOf(value: unknown): EvidenceProvider {
  const fields = new Fields(value, ["id", "label", "settings", "answeredBy"]);
  return {
    id: fields.text("id"),
    label: fields.text("label"),
    settings: fields.digest("settings"),
    ...(fields.has("answeredBy") && { answeredBy: fields.texts("answeredBy") }),
  };
}

function judgeOf(value: unknown): EvidenceJudge {
  const fields = new Fields(value, ["model", "rubric"]);
  return { ...(fields.has("model") && { model: fields.text("model") }), rubric: fields.text("rubric") };
}

function gateOf(value: unknown): EvidenceGate {
  const fields = new Fields(value, [
    ...["name", "passed", "inconclusive", "value", "threshold", "interval", "reason"],
  ]);
  return {
    name: fields.text("name"),
    passed: fields.flag("passed"),
    ...(fields.has("inconclusive") && fields.flag("inconclusive") && { inconclusive: true }),
    value: fields.figure("value"),
    threshold: fields.figure("threshold"),
    ...(fields.has("interval") && { interval: fields.interval("interval") }),
    reason: fields.text("reason"),
  };
}

function summaryOf(fields: Fields): EvidenceSummary {
  const latency = fields.inner("latencyMs", ["p50", "p95"]);
  return {
    cases: fields.size("cases"),
    passed: fields.size("passed"),
    failed: fields.size("failed"),
    errored: fields.size("errored"),
    passRate: fields.figure("passRate"),
    interval: fields.isNull("interval") ? null : fields.interval("interval"),
    score: fields.figure("score"),
    metrics: fields.record("metrics", (metrics, name) => metrics.number(name)),
    costUsd: fields.figure("costUsd"),
    latencyMs: { p50: latency.figure("p50"), p95: latency.figure("p95") },
    ...(fields.has("intervals") && {
      intervals: fields.record("intervals", (metrics, name) => metrics.interval(name)),
    }),
  };
}

function comparisonOf(evidence: Fields): EvidenceComparison {
  const fields = evidence.inner("comparison", ["baseline", "verdict", "difference", "interval"]);
  return {
    baseline: fields.text("baseline"),
    verdict: fields.choice("verdict", [
      ...(["improved", "regressed", "no_evidence", "underpowered", "incomparable"] as const),
    ]),
    ...(fields.has("difference") && { difference: fields.number("difference") }),
    ...(fields.has("interval") && { interval: fields.interval("interval") }),
  };
}
