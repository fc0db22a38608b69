import { sha256Of } from "../../src/core/sha256.js";
import {
  type DriftEvidence,
  type Evidence,
  type EvidenceHead,
  evidenceDigest,
  formatEvidence,
  type ReproductionEvidence,
} from "../../src/registry/evidence/evidence.js";
import type { ModelGateFacts } from "../../src/registry/model-gates/facts.js";
import type { ModelGate, ModelGateRule } from "../../src/registry/models/model-settings.js";
import type { EvidenceEntry } from "../../src/registry/read-item.js";
import { sealRecord } from "../../src/registry/versions/record.js";
import { ann, bob } from "./registry-scene.js";

/** The version that gates are judged for. */
export const penguins3 = sealRecord({
  ...{ noun: "model", name: "penguins", version: "3", sha256: sha256Of("files"), size: 5, author: ann },
  ...{ time: "2026-03-01T12:00:00.000Z", message: "third", details: {} },
});

export const now = Date.parse("2026-03-03T12:00:00.000Z");

const head: EvidenceHead = {
  ...{ mlx: 1, noun: "model", name: "penguins", version: "3", record: penguins3.digest, dirty: false },
  ...{ author: bob, time: "2026-03-02T12:00:00.000Z" },
};

export function driftCheck(more: Partial<DriftEvidence> = {}): DriftEvidence {
  return {
    ...head,
    ...{ kind: "drift", monitor: "inflow", file: "drift/inflow.drift.yaml", baseline: sha256Of("baseline") },
    data: { path: "data/march.csv", sha256: sha256Of("march") },
    ...{
      rows: 500,
      verdict: "ok",
      reason: "nothing moved",
      drifted: [],
      check: "01M8KY2GSQ42WHN728B54ZPBWH",
    },
    ...more,
  };
}

export function reproduction(more: Partial<ReproductionEvidence> = {}): ReproductionEvidence {
  return {
    ...head,
    kind: "reproduction",
    run: "01M8KY2GSQ42WHN728B54ZPBWJ",
    grade: "identical",
    reasons: [],
    ...more,
  };
}

export function entryOf(evidence: Evidence): EvidenceEntry {
  const digest = evidenceDigest(formatEvidence(evidence));
  return { digest, file: `models/penguins/evidence/${digest}.json`, evidence: { ok: true, value: evidence } };
}

/** Of a version of which nothing else is known. */
export function factsOf(more: Partial<ModelGateFacts> = {}): ModelGateFacts {
  return {
    ...{ record: penguins3, metrics: {}, events: [], evidence: [], candidates: [], now },
    ...{ suites: new Map(), approvalSignatures: new Map(), againstHolder: new Map() },
    monitors: new Map([
      [
        "inflow",
        { name: "inflow", file: "drift/inflow.drift.yaml", baseline: sha256Of("baseline"), hasData: false },
      ],
    ]),
    ...more,
  };
}

export function gateOf(rule: ModelGateRule): ModelGate {
  return { ...rule, at: { file: "models/penguins/model.yaml", line: 3, column: 7 } };
}
