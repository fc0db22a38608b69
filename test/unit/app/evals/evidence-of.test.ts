import { expect, test } from "vitest";
import { evidenceOf } from "../../../../src/app/evals/evidence/evidence-of.js";
import { sha256Of } from "../../../../src/core/sha256.js";
import type { Suite } from "../../../../src/evals/types.js";
import { evidenceDigest, formatEvidence } from "../../../../src/registry/evidence/evidence.js";
import { readEvidence } from "../../../../src/registry/evidence/read-evidence.js";
import { sealRecord } from "../../../../src/registry/versions/record.js";
import { answerFacts, evidence } from "../../../support/evidence.js";

const author = { name: "Ada", email: "ada@example.com" };
const key = ["sk", "live0123456789abcdef0123"].join("-");
const at = { file: "evals/answer.eval.yaml", line: 1, column: 1 };

test("no credential gets into evidence: neither of the environment nor one that looks like it; reasons are cut", () => {
  const record = sealRecord({
    ...{ noun: "prompt", name: "answer", version: "1.0.0", sha256: sha256Of(""), size: 0 },
    ...{ author, time: "2026-03-01T12:00:00.000Z", message: "", details: {} },
  });
  const suite: Suite = {
    ...{ name: "answer", format: "mlx", file: "evals/answer.eval.yaml", folder: "/repo/evals", prompts: [] },
    providers: [
      {
        ...{
          id: `exec:./bot.sh --key ${key}`,
          label: "bot",
          config: { apiKey: key },
          env: { BOT_TOKEN: "bot-secret-1" },
        },
        ...{ fallbacks: [], at },
      },
    ],
    tests: { async *[Symbol.asyncIterator]() {} },
    ...{ repeat: 1, gates: [], errorsAllowed: 0, budget: {}, derived: [], notKept: [] },
    env: { SUITE_TOKEN: "suite-secret-1" },
    digests: new Map([["evals/answer.eval.yaml", sha256Of("suite")]]),
  };
  const subject = { record, labels: ["answer"], facts: answerFacts };
  const reason = `the provider says: ${key}, env-secret-1, suite-secret-1 ${"x".repeat(900)}`;
  const made = evidenceOf(
    { suite, author, subjects: [subject], untilDecided: false },
    subject,
    {
      ...{ id: "01M8KY2GSQ42WHN728B54ZPBWH", verdict: "failed" },
      gates: [{ name: "errors", passed: false, value: null, threshold: 0, reason }],
    },
    {
      summary: evidence().summary,
      judges: [{ model: `exec:./judge.sh ${key}`, rubric: "*" }],
      answeredBy: new Map([["bot", ["second"]]]),
    },
    { dirty: true, time: Date.parse("2026-03-01T12:00:00.000Z"), env: { OPENAI_API_KEY: "env-secret-1" } },
  );
  const text = formatEvidence(made);
  expect(text).not.toMatch(/sk-live|env-secret|suite-secret|bot-secret/);
  expect(made.gates[0]?.reason).toHaveLength(500);
  expect(made.providers).toMatchObject([{ label: "bot", answeredBy: ["second"] }]);
  expect(readEvidence(new TextEncoder().encode(text), evidenceDigest(text))).toEqual({
    ok: true,
    value: made,
  });
});
