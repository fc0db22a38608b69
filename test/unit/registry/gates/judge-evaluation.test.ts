import { expect, test } from "vitest";
import { asSha256, sha256Of } from "../../../../src/core/sha256.js";
import { newestEvidence } from "../../../../src/registry/evidence/evaluations.js";
import type { SuiteFacts } from "../../../../src/registry/evidence/suite-facts.js";
import { judgeEvaluation } from "../../../../src/registry/gates/judge-evaluation.js";
import type { EvidenceEntry } from "../../../../src/registry/read-item.js";
import { answerFacts, evidence, evidenceEntry } from "../../../support/evidence.js";

const target = { version: "1.0.0", record: asSha256("0".repeat(64)) };
const now = Date.parse("2026-03-03T12:00:00.000Z");
const month = { text: "30d", ms: 30 * 86_400_000 };

function judged(entries: readonly EvidenceEntry[], suite: Partial<SuiteFacts> = {}, maxAge?: typeof month) {
  const gate = { kind: "evaluation", suite: "answer", ...(maxAge && { maxAge }) } as const;
  return judgeEvaluation(gate, { target, evidence: entries, suite: { ...answerFacts, ...suite }, now });
}

test("passed evidence of this record passes, with figures, moment and digest", () => {
  const entry = evidenceEntry();
  expect(judged([entry], {}, month)).toEqual({
    gate: "evaluation: answer, at most 30d old",
    passed: true,
    reason: "passed: 58 of 60 cases, 96.7% (88.6% to 99.1%), 2026-03-01 12:00 UTC",
    evidence: [`evidence:${entry.digest}`],
  });
});

test("the newest that counts decides, whatever order the files are in", () => {
  const failed = evidenceEntry({
    ...{ verdict: "failed", time: "2026-03-02T12:00:00.000Z" },
    gates: [
      { name: "passRate ≥ 0.99", passed: false, value: 0.96, threshold: 0.99, reason: "0.96 is below" },
    ],
  });
  for (const entries of [
    [failed, evidenceEntry()],
    [evidenceEntry(), failed],
  ]) {
    expect(judged(entries)).toMatchObject({
      ...{ passed: false, evidence: [`evidence:${failed.digest}`] },
      reason: expect.stringMatching(/^failed: 58 of 60.*; passRate ≥ 0\.99: 0\.96 is below$/),
    });
  }
  const later = {
    digests: { ...evidence().digests, graders: sha256Of("later") },
    time: "2026-03-02T13:00:00.000Z",
  };
  expect(judged([evidenceEntry(), evidenceEntry(later)])).toMatchObject({ passed: true });
});

test("evidence of another suite, another version or another record of it is none", () => {
  const other = { suite: { name: "other", file: "evals/other.eval.yaml" } };
  expect(judged([evidenceEntry(other)]).reason).toBe("there is no evidence");
  const record = asSha256("1".repeat(64));
  expect(judged([evidenceEntry({ record, version: "0.9.0" })]).reason).toBe(
    "there is no evidence of 1.0.0: the newest is of 0.9.0",
  );
  expect(judged([evidenceEntry({ record })]).reason).toContain("the newest is of another record of it");
});

test("what the suite says otherwise now is told: files, graders, judge, providers", () => {
  const { data, graders } = answerFacts.digests;
  const reason = (suite: Partial<SuiteFacts>) => judged([evidenceEntry()], suite).reason;
  const many = Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, sha256Of(name)]));
  expect(reason({ digests: { data: { ...data, ...many }, graders } })).toContain(
    "it is of other data: a is new, b is new, c is new, and 1 more",
  );
  const { "evals/cases.jsonl": _, ...rest } = data;
  expect(reason({ digests: { data: rest, graders } })).toContain("evals/cases.jsonl is not used any more");
  expect(reason({ digests: { data, graders: sha256Of("x") } })).toContain("by other graders or gates");
  expect(reason({ judges: ["openai:gpt-5.4"] })).toContain("by another judge: nobody, now openai:gpt-5.4");
  expect(reason({ providers: [] })).toContain(
    "of other providers, or of other settings: openai:gpt-5.4-mini",
  );
});

test("a suite that names no judge takes any, as the one of --judge", () => {
  const judges = { providers: ["openai:gpt-5.4"], models: [] };
  expect(judged([evidenceEntry({ judges })]).passed).toBe(true);
  expect(judged([evidenceEntry({ judges })], { judges: ["openai:gpt-5.4"] }).passed).toBe(true);
  expect(judged([evidenceEntry({ judges })], { judges: ["openai:gpt-4.1"] }).passed).toBe(false);
});

test("evidence may be exactly as old as is allowed, and no older", () => {
  const at = (time: number) => evidenceEntry({ time: new Date(time).toISOString() });
  expect(judged([at(now - month.ms)], {}, month).passed).toBe(true);
  expect(judged([at(now - month.ms - 1)], {}, month)).toMatchObject({
    passed: false,
    reason: expect.stringContaining("too old"),
  });
});

test("the newest of each suite is what history shows", () => {
  const later = evidenceEntry({ time: "2026-03-02T00:00:00.000Z", verdict: "failed" });
  const other = evidenceEntry({ suite: { name: "about", file: "evals/about.eval.yaml" } });
  const found = newestEvidence([later, evidenceEntry(), other], target.record);
  expect(found.map(({ digest }) => digest)).toEqual([other.digest, later.digest]);
});
