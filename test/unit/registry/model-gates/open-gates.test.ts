import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import type { Evidence } from "../../../../src/registry/evidence/evidence.js";
import { openGates } from "../../../../src/registry/model-gates/open-gates.js";
import type { ModelGateRule } from "../../../../src/registry/models/model-settings.js";
import { sealRecord } from "../../../../src/registry/versions/record.js";
import { evidence } from "../../../support/evidence.js";
import { driftCheck, entryOf, gateOf, penguins3, reproduction } from "../../../support/model-gate-facts.js";
import { ModelScene } from "../../../support/model-scene.js";

const evaluation = (more: Parameters<typeof evidence>[0] = {}) =>
  evidence({ noun: "model", name: "penguins", version: "3", record: penguins3.digest, ...more });

function open(rules: readonly ModelGateRule[], found: readonly Evidence[] = []): string[] {
  const item = { ...new ModelScene().item, evidence: found.map(entryOf) };
  return openGates(rules.map(gateOf), item, penguins3);
}

test("gates that nothing on record speaks for are named by their kinds, each once", () => {
  expect(
    open([
      ...[{ kind: "evaluation", suite: "answer" } as const, { kind: "evaluation", suite: "other" } as const],
      ...[{ kind: "drift", monitor: "inflow" } as const, { kind: "scan" } as const],
      ...[{ kind: "reproducibility", grade: "identical" } as const],
      ...[{ kind: "approvals", count: 1, signed: false } as const],
      // What takes more than a glance is left to the promotion.
      ...[{ kind: "signed" } as const, { kind: "nonInferior", metric: "a", margin: 0 } as const],
    ]),
  ).toEqual(["evaluation", "drift", "scan", "reproducibility", "approvals"]);
});

test.each<[string, ModelGateRule, Evidence, boolean]>([
  ["an evaluation by its suite's name", { kind: "evaluation", suite: "answer" }, evaluation(), true],
  ["one of another suite", { kind: "evaluation", suite: "other" }, evaluation(), false],
  ["one that failed", { kind: "evaluation", suite: "answer" }, evaluation({ verdict: "failed" }), false],
  [
    "one of another record",
    { kind: "evaluation", suite: "answer" },
    evaluation({ record: sha256Of("another") }),
    false,
  ],
  ["a check that warned", { kind: "drift", monitor: "inflow" }, driftCheck({ verdict: "warning" }), true],
  ["a check that found drift", { kind: "drift", monitor: "inflow" }, driftCheck({ verdict: "drift" }), false],
  [
    "a better grade than is asked for",
    { kind: "reproducibility", grade: "within_tolerance" },
    reproduction(),
    true,
  ],
  [
    "a worse one",
    { kind: "reproducibility", grade: "identical" },
    reproduction({ grade: "within_tolerance" }),
    false,
  ],
  ["a figure that an evaluation may have", { kind: "metric", metric: "f1", min: 0.9 }, evaluation(), true],
])("%s", (_, rule, found, holds) => expect(open([rule], [found])).toEqual(holds ? [] : [rule.kind]));

test("figures and the scan of the record are held against their gates", () => {
  const { digest: _, mlx: __, ...fields } = penguins3;
  const record = sealRecord({
    ...fields,
    details: { metrics: { f1: 0.9 }, scan: { verdict: "ok", rules: [] } },
  });
  const { item } = new ModelScene();
  const kinds = (rule: ModelGateRule) => openGates([gateOf(rule)], item, record);
  expect(kinds({ kind: "metric", metric: "f1", min: 0.9, max: 0.9 })).toEqual([]);
  expect(kinds({ kind: "metric", metric: "f1", min: 0.91 })).toEqual(["metric"]);
  expect(kinds({ kind: "scan" })).toEqual([]);
});
