import { expect, test } from "vitest";
import { sha256Of } from "../../../../src/core/sha256.js";
import { sealEvent } from "../../../../src/registry/events/event.js";
import { nextEventId } from "../../../../src/registry/events/event-id.js";
import type { ModelGateFacts } from "../../../../src/registry/model-gates/facts.js";
import { judgeModelGates } from "../../../../src/registry/model-gates/judge-model-gates.js";
import type { ModelGateRule } from "../../../../src/registry/models/model-settings.js";
import type { Person, RegistryEvent } from "../../../../src/registry/types.js";
import { answerFacts, evidence } from "../../../support/evidence.js";
import {
  driftCheck,
  entryOf,
  factsOf,
  gateOf,
  now,
  penguins3,
  reproduction,
} from "../../../support/model-gate-facts.js";
import { ann, bob } from "../../../support/registry-scene.js";

function judged(rule: ModelGateRule, facts: Partial<ModelGateFacts> = {}) {
  const [outcome] = judgeModelGates([gateOf(rule)], factsOf(facts));
  return outcome;
}

const evaluation = (more: Parameters<typeof evidence>[0] = {}) =>
  entryOf(evidence({ noun: "model", name: "penguins", version: "3", record: penguins3.digest, ...more }));
const suites = new Map([
  ["answer", answerFacts],
  ["evals/answer.eval.yaml", answerFacts],
]);

test("a metric of the record is held against both limits, and told with figure and threshold", () => {
  const metrics = { accuracy: 0.91 };
  expect(judged({ kind: "metric", metric: "accuracy", min: 0.9 }, { metrics })).toMatchObject({
    ...{ gate: "metric: accuracy ≥ 0.9", passed: true, value: 0.91, threshold: 0.9 },
    reason: "0.91, recorded with the version",
    at: { line: 3 },
  });
  expect(judged({ kind: "metric", metric: "accuracy", min: 0.91 }, { metrics })?.passed).toBe(true);
  expect(judged({ kind: "metric", metric: "accuracy", min: 0.92 }, { metrics })).toMatchObject({
    passed: false,
    hint: expect.stringContaining("mlx model register penguins PATH"),
  });
  expect(judged({ kind: "metric", metric: "accuracy", max: 0.9 }, { metrics })?.passed).toBe(false);
});

test("a metric that a suite is named for is that of the evaluation that counts, whatever the record says", () => {
  const rule = { kind: "metric", metric: "tone", min: 0.4, evaluation: "answer" } as const;
  const entry = evaluation();
  expect(judged(rule, { metrics: { tone: 0.1 }, evidence: [entry], suites })).toMatchObject({
    ...{ passed: true, value: 0.5, evidence: [`evidence:${entry.digest}`] },
    reason: "0.5, by answer, 2026-03-01 12:00 UTC",
  });
  expect(judged(rule, { suites })).toMatchObject({
    passed: false,
    reason: "there is no evidence of 3 by answer that counts",
    hint: "measure it: mlx eval run answer --record --model penguins@3",
  });
  expect(judged({ ...rule, metric: "f1" }, { evidence: [entry], suites })).toMatchObject({
    reason: "answer measures no f1; it has passRate, score, tone",
  });
});

test("a metric that the record lacks is that of the newest evaluation that counts, with its interval", () => {
  const rule = { kind: "metric", metric: "passRate", min: 0.9 } as const;
  const stale = { ...evidence().digests, graders: sha256Of("others") };
  const facts = {
    evidence: [evaluation({ digests: stale, time: "2026-03-03T00:00:00.000Z" }), evaluation()],
    suites,
  };
  expect(judged(rule, facts)).toMatchObject({
    passed: true,
    reason: "0.96667 (95%: 0.886 to 0.991), by answer, 2026-03-01 12:00 UTC",
  });
  expect(judged({ ...rule, metric: "f1" }, facts)?.reason).toBe(
    "neither the record nor evidence that counts has f1",
  );
  expect(
    judged({ ...rule, metric: "acuracy" }, { ...facts, metrics: { accuracy: 0.9, loss: 0.1 } })?.reason,
  ).toBe(
    "neither the record nor evidence that counts has acuracy; did you mean accuracy? the record has accuracy, loss",
  );
});

test("an evaluation that is missing says how to make it, one that failed how to look at it", () => {
  const rule = { kind: "evaluation", suite: "answer" } as const;
  expect(judged(rule, { evidence: [evaluation()], suites })?.passed).toBe(true);
  expect(judged(rule, { suites })?.hint).toBe("evaluate it: mlx eval run answer --record --model penguins@3");
  expect(judged(rule, { evidence: [evaluation({ verdict: "failed" })], suites })).toMatchObject({
    passed: false,
    hint: "see which cases: mlx eval show B54ZPBWH",
  });
  const absent = new Map([
    ["answer", { problem: "a.csv is not checked out", hint: "run: mlx data pull a.csv" }],
  ]);
  expect(judged(rule, { suites: absent })?.hint).toBe("run: mlx data pull a.csv");
  const unknown = new Map([["answer", { problem: "there is no suite answer" }]]);
  expect(judged(rule, { suites: unknown })).toMatchObject({
    reason: "there is no suite answer",
    hint: "mend the suite, or its name at models/penguins/model.yaml:3",
  });
});

test("of drift the newest check against the present baseline counts; a ledger's stands in where none is on record", () => {
  const rule = { kind: "drift", monitor: "inflow" } as const;
  const [ok, drifted] = [
    entryOf(driftCheck()),
    entryOf(driftCheck({ verdict: "drift", drifted: ["mass"], time: "2026-03-03T11:00:00.000Z" })),
  ];
  expect(judged(rule, { evidence: [ok] })).toMatchObject({
    ...{
      passed: true,
      reason: "ok: 500 rows of data/march.csv, 2026-03-02 12:00 UTC",
      evidence: [`evidence:${ok.digest}`],
    },
  });
  expect(judged(rule, { evidence: [drifted, ok] })).toMatchObject({
    ...{ passed: false, reason: "drift: 500 rows of data/march.csv, 2026-03-03 11:00 UTC; drifted: mass" },
    hint: "see what moved: mlx drift show B54ZPBWH",
  });
  expect(judged(rule, { candidates: [ok] })?.passed).toBe(true);
  // What is on record goes before what a clone happens to know.
  expect(judged(rule, { evidence: [drifted], candidates: [ok] })?.passed).toBe(false);
  expect(judged(rule)).toMatchObject({
    reason: "there is no check by inflow",
    hint: "check it: mlx drift check inflow --data FILE --record penguins@3",
  });
  const other = entryOf(driftCheck({ baseline: sha256Of("before") }));
  expect(judged(rule, { evidence: [other] })?.reason).toContain(
    "against another baseline than the monitor has now",
  );
  const elsewhere = entryOf(driftCheck({ record: sha256Of("another version") }));
  expect(judged(rule, { evidence: [elsewhere] })?.reason).toBe("there is no check by inflow");
  expect(
    judged(
      { kind: "drift", monitor: "gone" },
      { monitors: new Map([["gone", { problem: "there is no monitor", hint: "make one" }]]) },
    ),
  ).toMatchObject({
    ...{ passed: false, reason: "there is no monitor", hint: "make one" },
  });
});

test("a warning of drift passes, too little to say does not, and an old check does not", () => {
  const rule = { kind: "drift", monitor: "inflow", maxAge: { text: "12h", ms: 43_200_000 } } as const;
  const recent = { time: new Date(now - 3_600_000).toISOString() };
  const verdict = (verdict: "warning" | "inconclusive") =>
    judged(rule, { evidence: [entryOf(driftCheck({ verdict, ...recent }))] })?.passed;
  expect([verdict("warning"), verdict("inconclusive")]).toEqual([true, false]);
  expect(judged(rule, { evidence: [entryOf(driftCheck())] })?.reason).toBe(
    "the check is too old: it is of 2026-03-02 12:00 UTC",
  );
});

test("a reproduction has to be as good as is asked for", () => {
  const run = "01M8KY2GSQ42WHN728B54ZPBWJ";
  const grade = (wanted: "identical" | "within_tolerance", more: Parameters<typeof reproduction>[0]) =>
    judged({ kind: "reproducibility", grade: wanted }, { run, evidence: [entryOf(reproduction(more))] });
  expect(grade("identical", {})).toMatchObject({ passed: true, reason: "identical, 2026-03-02 12:00 UTC" });
  expect(grade("within_tolerance", {})?.passed).toBe(true);
  expect(grade("within_tolerance", { grade: "within_tolerance", tolerance: 0.01 })).toMatchObject({
    ...{ passed: true, reason: "within_tolerance of 0.01, 2026-03-02 12:00 UTC" },
  });
  expect(grade("identical", { grade: "within_tolerance" })?.passed).toBe(false);
  expect(grade("within_tolerance", { grade: "different", reasons: ["loss was 1 and is 2"] })).toMatchObject({
    ...{ passed: false, reason: "different, 2026-03-02 12:00 UTC: loss was 1 and is 2" },
    hint: "find out why, and run it again: mlx runs reproduce B54ZPBWJ --record penguins@3",
  });
  expect(judged({ kind: "reproducibility", grade: "identical" })?.reason).toContain(
    "the record names no run",
  );
  expect(judged({ kind: "reproducibility", grade: "identical" }, { run })?.hint).toContain(
    "mlx runs reproduce B54ZPBWJ",
  );
});

test("a scan that is not ok names files and rules; bytes that cannot be had fail it", () => {
  const found = [{ path: "model.pkl", rule: "pickle-import", what: "imports os.system" }];
  expect(judged({ kind: "scan" }, { scan: { verdict: "ok", files: 2, found: [] } })?.passed).toBe(true);
  for (const verdict of ["suspicious", "unknown"] as const) {
    expect(judged({ kind: "scan" }, { scan: { verdict, files: 1, found } })).toMatchObject({
      ...{ passed: false, reason: `${verdict}: model.pkl: imports os.system (pickle-import)` },
    });
  }
  expect(judged({ kind: "scan" }, { scan: { problem: "no bytes", hint: "push them" } })).toMatchObject({
    ...{ passed: false, reason: "no bytes", hint: "push them" },
  });
});

let count = 0;
function said(author: Person, more: Partial<RegistryEvent> = {}): RegistryEvent {
  const id = nextEventId(now, new Uint8Array(10).fill(count++), undefined);
  const target = { version: "3", record: penguins3.digest };
  const {
    digest: _,
    mlx: __,
    ...fields
  } = {
    ...{ kind: "approve", noun: "model", name: "penguins", author, time: "2026-03-02T13:00:00.000Z" },
    ...{ message: "good", parents: [], target, evidence: [], ...more },
  } as const satisfies Partial<RegistryEvent>;
  return sealEvent({ ...fields, id });
}

test("approvals count that somebody else gave on exactly the evidence that is there", () => {
  const rule = { kind: "approvals", count: 1, signed: false } as const;
  const [entry, taken] = [entryOf(driftCheck()), entryOf(driftCheck({ taken: true, rows: 1 }))];
  const approvals = (...events: RegistryEvent[]) => ({ events, evidence: [entry, taken] });
  const own = [entry.digest];
  expect(judged(rule, approvals(said(bob, { evidence: own })))).toMatchObject({
    ...{ passed: true, value: 1, threshold: 1, reason: "1 of 1 by Bob@Example.com" },
  });
  expect(judged(rule, approvals(said(ann, { evidence: own })))).toMatchObject({
    ...{ passed: false, reason: "0 of 1; ann@example.com is the version's own author" },
    hint: 'ask somebody other than its author: mlx model approve penguins@3 -m "what was checked"',
  });
  expect(judged(rule, approvals(said(bob)))?.reason).toContain(
    "lapsed: there is evidence now that was not there",
  );
  expect(judged(rule, approvals(said(bob, { evidence: [...own, sha256Of("gone")] })))?.reason).toContain(
    "lapsed: evidence that it was given on is gone",
  );
  const other = { version: "3", record: sha256Of("other bytes") };
  expect(judged(rule, approvals(said(bob, { evidence: own, target: other })))?.reason).toContain(
    "lapsed: it was given for another record of this version",
  );
  const from = { ...rule, from: ["eve@example.com"] };
  expect(judged(from, approvals(said(bob, { evidence: own })))).toMatchObject({
    ...{ passed: false, reason: "0 of 1; Bob@Example.com is not among those who may approve" },
    hint: expect.stringContaining("ask eve@example.com"),
  });
});

test("signed approvals need a good signature of the commit that added them", () => {
  const rule = { kind: "approvals", count: 1, signed: true } as const;
  const approval = said(bob);
  const signed = (good: boolean) =>
    new Map([[approval.digest, { good, reason: "commit abc is not signed" }]]);
  expect(judged(rule, { events: [approval], approvalSignatures: signed(true) })?.passed).toBe(true);
  expect(judged(rule, { events: [approval], approvalSignatures: signed(false) })).toMatchObject({
    ...{ passed: false, reason: "0 of 1; Bob@Example.com does not count: commit abc is not signed" },
  });
  expect(judged(rule, { events: [approval] })?.passed).toBe(false);
});

test("a greatest age is that of all evidence that the other gates went by, wherever it stands", () => {
  const aged = { kind: "maxAge", age: { text: "30d", ms: 30 * 86_400_000 } } as const;
  const old = entryOf(driftCheck({ time: "2026-01-01T00:00:00.000Z" }));
  const gates = [
    gateOf(aged),
    gateOf({ kind: "drift", monitor: "inflow" }),
    gateOf({ kind: "evaluation", suite: "answer" }),
  ];
  const facts = { suites, evidence: [evaluation(), old] };
  expect(judgeModelGates(gates, factsOf(facts))[0]).toMatchObject({
    ...{ passed: false, reason: 'the evidence of "drift: inflow" is of 2026-01-01 00:00 UTC' },
    evidence: [`evidence:${old.digest}`],
  });
  expect(
    judgeModelGates(gates, factsOf({ ...facts, evidence: [evaluation(), entryOf(driftCheck())] }))[0],
  ).toMatchObject({
    ...{ passed: true, reason: "the oldest evidence is of 2026-03-01 12:00 UTC" },
  });
  expect(judged(aged)).toMatchObject({ passed: true, reason: "no gate goes by evidence" });
});
