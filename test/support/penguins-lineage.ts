import { sha256Of } from "../../src/core/sha256.js";
import {
  type DriftEvidence,
  type Evidence,
  type EvidenceHead,
  evidenceDigest,
  formatEvidence,
  type ReproductionEvidence,
} from "../../src/registry/evidence/evidence.js";
import { evidenceFile } from "../../src/registry/paths.js";
import { evidence } from "./evidence.js";
import { ModelScene } from "./model-scene.js";
import { ann, bob } from "./registry-scene.js";

const shared = {
  code: { commit: "1f0c3a9b5d7e2468ace013579bdf02468ace1357", dirty: false },
  parameters: { lr: 0.01, epochs: 20, seed: 7, depth: 4, dropout: 0.1 },
  environment: {
    digest: sha256Of("environment"),
    summary: { os: "linux", arch: "x64", interpreter: "python 3.12.1", packages: "41" },
  },
  data: { "data/train.csv": sha256Of("train 1"), "data/islands.csv": sha256Of("islands") },
  missing: [],
};

/** The model `penguins` with two versions of known lineage, evidence of every kind, approvals and two aliases. */
export function penguinsLineage(): ModelScene {
  const made = new ModelScene();
  made.register(
    1,
    { "model.onnx": "one", "labels.txt": "a" },
    {
      ...shared,
      ...{
        format: "onnx",
        facts: { framework: "onnx", opsets: { "": 17 }, parameters: 1000, dtypes: { F32: 6 } },
      },
      run: {
        id: "01KJMMDQP00000000000000001",
        name: "baseline",
        experiment: "penguins",
        command: ["python", "train.py"],
      },
      metrics: { "val/accuracy": 0.91, "val/loss": 0.31, size: 3 },
    },
  );
  made.register(
    2,
    { "model.onnx": "three", "labels.txt": "a", "scaler.json": "{}" },
    {
      ...shared,
      ...{
        format: "onnx",
        facts: { framework: "onnx", opsets: { "": 18 }, parameters: 2500, dtypes: { F32: 8 } },
      },
      code: { commit: "9a8b7c6d5e4f30212223242526272829deadbeef", dirty: true },
      data: { ...shared.data, "data/train.csv": sha256Of("train 2") },
      parameters: { ...shared.parameters, lr: 0.003, warmup: true },
      prompts: { "labeller@1.2.0": sha256Of("labeller") },
      baseModel: "acme/bird-encoder",
      run: {
        id: "01KJMMDQP00000000000000002",
        name: "more data",
        experiment: "penguins",
        command: ["python", "train.py", "--more"],
      },
      metrics: { "val/accuracy": 0.95, "val/loss": 0.24, size: 5 },
      missing: ["changes"],
    },
  );
  made.alias("champion", "1", { message: "the first" });
  const golden = addEvidence(made, "2", (head) =>
    evidence({ ...head, suite: { name: "golden", file: "evals/golden.eval.yaml" } }),
  );
  addEvidence(made, "1", (head) =>
    evidence({
      ...{ ...head, verdict: "failed", suite: { name: "golden", file: "evals/golden.eval.yaml" } },
      gates: [{ name: "accuracy ≥ 0.9", passed: false, value: 0.8, threshold: 0.9, reason: "too low" }],
    }),
  );
  const drift = addEvidence(made, "2", driftOf);
  addEvidence(made, "2", reproductionOf);
  const approval = made.event({
    ...{ kind: "approve", author: bob, message: "looked at the errors", target: made.ref("2"), parents: [] },
    evidence: [golden, drift].sort(),
  });
  made.alias("production", "2", {
    ...{ author: bob, message: "go" },
    gates: [
      { gate: "evaluation: golden", passed: true, reason: "passed", evidence: [`evidence:${golden}`] },
      { gate: "drift: inflow", passed: false, reason: "drift", evidence: [`evidence:${drift}`] },
      { gate: "approvals: 1", passed: true, reason: "1 of 1", evidence: [`event:${approval.digest}`] },
    ],
    override: "the season has begun",
  });
  return made;
}

/** Writes a piece of evidence of a version. @returns its digest. */
export function addEvidence(made: ModelScene, version: string, of: (head: EvidenceHead) => Evidence) {
  const head: EvidenceHead = {
    ...{ mlx: 1, noun: "model", name: made.name, ...made.ref(version), dirty: false, author: ann },
    time: "2026-03-02T08:00:00.000Z",
  };
  const text = formatEvidence(of(head));
  const digest = evidenceDigest(text);
  made.files.set(evidenceFile("model", made.name, digest), text);
  return digest;
}

function driftOf(head: EvidenceHead): DriftEvidence {
  return {
    ...head,
    kind: "drift",
    ...{ monitor: "inflow", file: "drift/inflow.drift.yaml", baseline: sha256Of("baseline") },
    data: { path: "data/march.csv", sha256: sha256Of("march") },
    ...{
      rows: 400,
      verdict: "drift",
      reason: "2 of 7 columns drifted",
      drifted: ["bill_length_mm", "island"],
    },
    check: "01KJMMDQP00000000000000003",
  };
}

function reproductionOf(head: EvidenceHead): ReproductionEvidence {
  return {
    ...head,
    kind: "reproduction",
    ...{ run: "01KJMMDQP00000000000000002", reproducedAs: "01KJMMDQP00000000000000004" },
    ...{ grade: "within_tolerance", reasons: ["val/loss is off by 0.01%"] },
  };
}
