import { expect, test } from "vitest";
import { type Sha256, sha256Of } from "../../../../src/core/sha256.js";
import type { Evidence } from "../../../../src/registry/evidence/evidence.js";
import type { AgainstHolder } from "../../../../src/registry/model-gates/facts.js";
import { openGates, suitesOnRecord } from "../../../../src/registry/model-gates/open-gates.js";
import type { ModelGateRule } from "../../../../src/registry/models/model-settings.js";
import type { VersionRecord } from "../../../../src/registry/types.js";
import { sealRecord } from "../../../../src/registry/versions/record.js";
import { evidence } from "../../../support/evidence.js";
import {
  driftCheck,
  entryOf,
  gateOf,
  now,
  penguins3,
  reproduction,
} from "../../../support/model-gate-facts.js";
import { ModelScene } from "../../../support/model-scene.js";
import { bob } from "../../../support/registry-scene.js";

const day = { ms: 86_400_000, text: "1d" };
const week = { ms: 7 * 86_400_000, text: "1w" };

const evaluation = (more: Parameters<typeof evidence>[0] = {}) =>
  evidence({ noun: "model", name: "penguins", version: "3", record: penguins3.digest, ...more });

const { digest: _, mlx: __, ...fields } = penguins3;
const run = { id: "01M8KY2GSQ42WHN728B54ZPBWJ", name: "trained", experiment: "Default" };
const known = sealRecord({
  ...fields,
  details: { metrics: { f1: 0.9 }, scan: { verdict: "ok", rules: [] }, run },
});

function glance(
  rules: readonly ModelGateRule[],
  found: readonly Evidence[] = [],
  { record = penguins3, against }: { record?: VersionRecord; against?: AgainstHolder } = {},
) {
  const item = { ...new ModelScene().item, evidence: found.map(entryOf) };
  const gates = rules.map(gateOf);
  const suites = suitesOnRecord(gates, item, record);
  const againstHolder = new Map(against === undefined ? [] : gates.map((gate) => [gate, against] as const));
  return openGates(gates, item, record, { suites, againstHolder, now });
}

test("gates that nothing on record speaks for are named by their kinds, each once, and those that nobody looks at apart", () => {
  expect(
    glance([
      ...[{ kind: "evaluation", suite: "answer" } as const, { kind: "evaluation", suite: "other" } as const],
      ...[{ kind: "drift", monitor: "inflow" } as const, { kind: "scan" } as const],
      ...[{ kind: "reproducibility", grade: "identical" } as const, { kind: "signed" } as const],
      ...[{ kind: "approvals", count: 1, signed: false } as const],
      { kind: "nonInferior", metric: "accuracy", margin: 0 },
    ]),
  ).toEqual({
    open: ["evaluation", "drift", "scan", "reproducibility", "approvals", "nonInferior"],
    unseen: ["signed"],
  });
});

test.each<[string, ModelGateRule, Evidence, boolean]>([
  ["an evaluation by its suite's name", { kind: "evaluation", suite: "answer" }, evaluation(), true],
  ["by its file", { kind: "evaluation", suite: "evals/answer.eval.yaml" }, evaluation(), true],
  ["one of another suite", { kind: "evaluation", suite: "other" }, evaluation(), false],
  ["one that failed", { kind: "evaluation", suite: "answer" }, evaluation({ verdict: "failed" }), false],
  ["one that is too old", { kind: "evaluation", suite: "answer", maxAge: day }, evaluation(), false],
  ["one that is young enough", { kind: "evaluation", suite: "answer", maxAge: week }, evaluation(), true],
  [
    "one of another record",
    { kind: "evaluation", suite: "answer" },
    evaluation({ record: sha256Of("another") }),
    false,
  ],
  ["a check that warned", { kind: "drift", monitor: "inflow" }, driftCheck({ verdict: "warning" }), true],
  ["a check that found drift", { kind: "drift", monitor: "inflow" }, driftCheck({ verdict: "drift" }), false],
  ["a figure of an evaluation", { kind: "metric", metric: "tone", min: 0.5 }, evaluation(), true],
  ["one that is too low", { kind: "metric", metric: "tone", min: 0.6 }, evaluation(), false],
  [
    "one of the suite that is named",
    { kind: "metric", metric: "tone", max: 0.5, evaluation: "answer" },
    evaluation(),
    true,
  ],
  ["one that no evaluation has", { kind: "metric", metric: "f1", min: 0.1 }, evaluation(), false],
])("%s", (_, rule, found, holds) => expect(glance([rule], [found]).open).toEqual(holds ? [] : [rule.kind]));

test("the newest evidence decides, whatever an older one said", () => {
  const failed = evaluation({ verdict: "failed", time: "2026-03-02T12:00:00.000Z" });
  expect(glance([{ kind: "evaluation", suite: "answer" }], [failed, evaluation()]).open).toEqual([
    "evaluation",
  ]);
});

test.each([
  ["identical", "within_tolerance", true],
  ["within_tolerance", "identical", false],
] as const)("a run that was reproduced %s where %s is asked for", (grade, asked, holds) => {
  const again = reproduction({ grade, record: known.digest });
  const { open } = glance([{ kind: "reproducibility", grade: asked }], [again], { record: known });
  expect(open).toEqual(holds ? [] : ["reproducibility"]);
});

test("figures and the scan of the record are held against their gates", () => {
  const open = (rule: ModelGateRule) => glance([rule], [], { record: known }).open;
  expect(open({ kind: "metric", metric: "f1", min: 0.9, max: 0.9 })).toEqual([]);
  expect(open({ kind: "metric", metric: "f1", min: 0.91 })).toEqual(["metric"]);
  expect(open({ kind: "scan" })).toEqual([]);
});

test("the difference to the holder decides: what is too much, and what nobody can tell, is open", () => {
  const rule = { kind: "nonInferior", metric: "f1", margin: 0.05 } as const;
  const by = (low: number): AgainstHolder => ({
    ...{ kind: "compared", holder: "penguins@2", direction: "higher", evaluations: [] },
    difference: {
      before: 0.9,
      after: 0.89,
      difference: -0.01,
      interval: [low, 0.02],
      by: "pairs",
      cases: 90,
    },
  });
  expect(glance([rule], [], { against: by(-0.04) })).toEqual({ open: [], unseen: [] });
  expect(glance([rule], [], { against: by(-0.06) }).open).toEqual(["nonInferior"]);
  expect(glance([rule], [], { against: { kind: "no-holder" } }).open).toEqual([]);
  expect(glance([rule], [], { against: { kind: "unknown", problem: "no evidence" } }).open).toEqual([
    "nonInferior",
  ]);
});

test("of all evidence that other gates go by the oldest has to be young enough", () => {
  const rules = (age: typeof day): ModelGateRule[] => [
    { kind: "evaluation", suite: "answer" },
    { kind: "drift", monitor: "inflow" },
    { kind: "maxAge", age },
  ];
  expect(glance(rules(week), [evaluation(), driftCheck()]).open).toEqual([]);
  expect(glance(rules(day), [evaluation(), driftCheck()]).open).toEqual(["maxAge"]);
});

test("approvals count as far as the events tell: signatures are not looked at, lapsed ones do not count", () => {
  const found = [entryOf(evaluation())];
  const judged = (digests: readonly Sha256[], signed = true) => {
    const scene = new ModelScene();
    const target = { version: penguins3.version, record: penguins3.digest };
    const said = { message: "looked", parents: [], target, evidence: digests };
    scene.event({ kind: "approve", author: bob, ...said });
    const gates = [gateOf({ kind: "approvals", count: 1, signed })];
    const facts = { suites: new Map(), againstHolder: new Map(), now };
    return openGates(gates, { ...scene.item, evidence: found }, penguins3, facts);
  };
  const seen = found.map(({ digest }) => digest);
  expect(judged(seen)).toEqual({ open: [], unseen: ["approvals"] });
  expect(judged(seen, false)).toEqual({ open: [], unseen: [] });
  expect(judged([])).toEqual({ open: ["approvals"], unseen: [] });
});
