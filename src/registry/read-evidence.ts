import type { Sha256 } from "../core/sha256.js";
import {
  type Evidence,
  type EvidenceComparison,
  type EvidenceGate,
  type EvidenceJudge,
  type EvidenceProvider,
  type EvidenceSummary,
  evidenceDigest,
  evidenceVerdicts,
} from "./evidence.js";
import { Fields } from "./fields.js";
import { type Parsed, parseProblem } from "./parsed.js";
import { readCanonical } from "./sealed-json.js";
import { registryNouns } from "./types.js";

const keys = [
  ...["mlx", "kind", "noun", "name", "version", "record", "suite", "evaluation", "commit", "dirty", "author"],
  ...["time", "digests", "providers", "judges", "verdict", "gates", "summary", "comparison"],
];
const summaryKeys = [
  ...["cases", "passed", "failed", "errored", "passRate", "interval", "score", "metrics", "costUsd"],
  "latencyMs",
];

/**
 * Reads a file of evidence strictly: any changed byte is a problem, since the file is named by the digest of its bytes.
 * @param named the digest in its name.
 */
export function readEvidence(bytes: Uint8Array, named: Sha256): Parsed<Evidence> {
  const read = readCanonical(bytes, (json) => ({ ok: true, value: evidenceOf(json) }));
  if (!read.ok || evidenceDigest(bytes) === named) return read;
  const found = evidenceDigest(bytes).slice(0, 12);
  return parseProblem(
    `was changed after it was written: its bytes have the digest ${found}…, not its name's`,
  );
}

function evidenceOf(json: unknown): Evidence {
  const fields = new Fields(json, keys);
  const suite = () => {
    const inner = fields.inner("suite", ["name", "file"]);
    return { name: inner.text("name"), file: inner.text("file") };
  };
  const digests = () => {
    const inner = fields.inner("digests", ["suite", "data", "graders"]);
    const data = inner.record("data", (files, path) => files.digest(path));
    return { suite: inner.digest("suite"), data, graders: inner.digest("graders") };
  };
  const judges = () => {
    const inner = fields.inner("judges", ["providers", "models"]);
    return { providers: inner.texts("providers"), models: inner.list("models", judgeOf) };
  };
  return {
    mlx: fields.formatVersion(),
    kind: fields.choice("kind", ["evaluation"]),
    noun: fields.choice("noun", registryNouns),
    name: fields.text("name"),
    version: fields.text("version"),
    record: fields.digest("record"),
    suite: suite(),
    evaluation: fields.text("evaluation"),
    ...(fields.has("commit") && { commit: fields.text("commit") }),
    dirty: fields.flag("dirty"),
    author: fields.person("author"),
    time: fields.time("time"),
    digests: digests(),
    providers: fields.list("providers", providerOf),
    judges: judges(),
    verdict: fields.choice("verdict", evidenceVerdicts),
    gates: fields.list("gates", gateOf),
    summary: summaryOf(fields.inner("summary", summaryKeys)),
    ...(fields.has("comparison") && { comparison: comparisonOf(fields) }),
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
