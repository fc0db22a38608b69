import { asSha256, sha256Of } from "../../src/core/sha256.js";
import {
  type EvaluationEvidence,
  evidenceDigest,
  formatEvidence,
} from "../../src/registry/evidence/evidence.js";
import type { SuiteFacts } from "../../src/registry/evidence/suite-facts.js";
import type { EvidenceEntry } from "../../src/registry/read-item.js";

const graders = sha256Of("graders");
const data = { "evals/cases.jsonl": sha256Of("cases"), "evals/answer.eval.yaml": sha256Of("all cases") };
const settings = sha256Of("settings");

/** What the suite says that `evidence` is of. */
export const answerFacts: SuiteFacts = {
  ...{ name: "answer", file: "evals/answer.eval.yaml", judges: [] },
  digests: { data, graders },
  providers: [{ id: "openai:gpt-5.4-mini", settings }],
};

export function evidence(more: Partial<EvaluationEvidence> = {}): EvaluationEvidence {
  return {
    ...{ mlx: 1, kind: "evaluation", noun: "prompt", name: "answer", version: "1.0.0" },
    record: asSha256("0".repeat(64)),
    suite: { name: "answer", file: "evals/answer.eval.yaml" },
    ...{ evaluation: "01M8KY2GSQ42WHN728B54ZPBWH", commit: "0123abc", dirty: false },
    author: { name: "Ada", email: "ada@example.com" },
    time: "2026-03-01T12:00:00.000Z",
    digests: { suite: sha256Of("suite"), data, graders },
    providers: [{ id: "openai:gpt-5.4-mini", label: "mini", settings, answeredBy: ["second"] }],
    judges: { providers: [], models: [{ model: "gpt-5.4", rubric: "*" }] },
    verdict: "passed",
    gates: [
      {
        name: "every case passes",
        passed: true,
        value: 1,
        threshold: 1,
        interval: [0.9, 1],
        reason: "all did",
      },
    ],
    summary: {
      ...{ cases: 60, passed: 58, failed: 2, errored: 0, passRate: 58 / 60, interval: [0.886, 0.991] },
      ...{ score: 0.97, metrics: { tone: 0.5 }, costUsd: null, latencyMs: { p50: 12, p95: null } },
    },
    comparison: { baseline: "evals/baselines/answer.json", verdict: "improved", difference: 0.1 },
    ...more,
  };
}

export function evidenceEntry(more: Partial<EvaluationEvidence> = {}): EvidenceEntry {
  const value = evidence(more);
  const digest = evidenceDigest(formatEvidence(value));
  return { digest, file: `prompts/answer/evidence/${digest}.json`, evidence: { ok: true, value } };
}
