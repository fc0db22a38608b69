import { describe, expect, test } from "vitest";
import type { AssertionSpec, ProviderAnswer } from "../../../../src/evals/types.js";
import type { Json } from "../../../../src/prompts/types.js";
import { assertion, gradeOne, statusOf } from "../../../support/evals/grading.js";

const usage = { input: 100, output: 20, cached: 0 };

describe("what the provider reports", () => {
  type Row = [
    type: string,
    answer: Partial<ProviderAnswer>,
    more: Partial<AssertionSpec>,
    passes: boolean,
    value?: Json,
  ];
  test.each<Row>([
    ["latency", { latencyMs: 120 }, { threshold: 120 }, true],
    ["latency", { latencyMs: 121, cached: true }, { threshold: 120 }, false],
    ["ttft", { ttftMs: 80 }, { threshold: 100 }, true],
    ["cost", { costUsd: 0.002 }, { threshold: 0.001 }, false],
    ["cost", { costUsd: 0 }, { threshold: 0 }, true],
    ["tokens", { usage }, { threshold: 120 }, true],
    ["tokens", { usage }, { threshold: 119 }, false],
    ["tokens", { usage }, { config: { which: "output", max: 20 } }, true],
    ["tokens", { usage }, {}, false, { which: "input", min: 101 }],
    ["finish-reason", { finishReason: "STOP" }, {}, true, "stop"],
    ["finish-reason", { finishReason: "length" }, {}, false, "stop"],
    ["finish-reason", {}, {}, false, "stop"],
    ["perplexity", { logProbs: [-1, -3] }, { threshold: Math.exp(2) }, true],
    ["perplexity", { logProbs: [-1, -3] }, { threshold: 7 }, false],
    ["perplexity-score", { logProbs: [-1, -3] }, { threshold: 0.11 }, true],
    ["guardrails", { guardrails: { flagged: false } }, {}, true],
    ["guardrails", { guardrails: { flagged: true } }, {}, false],
    ["guardrails", {}, {}, true],
  ])("%s of %j by %j: %s", async (type, answer, more, passes, value) => {
    expect(await statusOf(type, "x", value, more, { answer })).toBe(passes ? "passed" : "failed");
    expect(await statusOf(`not-${type}`, "x", value, more, { answer })).toBe(passes ? "failed" : "passed");
  });

  test("perplexity without a threshold only reports, not- or not", async () => {
    const options = { answer: { logProbs: [-1, -3] } };
    for (const type of ["perplexity", "not-perplexity", "perplexity-score", "not-perplexity-score"]) {
      expect(await statusOf(type, "x", undefined, {}, options)).toBe("passed");
    }
    expect((await gradeOne(assertion("perplexity-score"), "x", options)).score).toBeCloseTo(
      1 / (1 + Math.exp(2)),
      12,
    );
  });

  test.each<[type: string, more: Partial<AssertionSpec>]>([
    ["ttft", { threshold: 1 }],
    ["cost", { threshold: 1 }],
    ["tokens", { threshold: 1 }],
    ["perplexity", { threshold: 1 }],
    ["perplexity-score", {}],
  ])("what is not reported makes %s an error, neither passed nor failed", async (type, more) => {
    const grade = await gradeOne(assertion(type, undefined, more), "x");
    expect(grade.status).toBe("errored");
    expect(grade.reason).toContain(`${type}: echo reports no `);
    expect(await statusOf(`not-${type}`, "x", undefined, more)).toBe("errored");
  });

  test.each<[type: string, more: Partial<AssertionSpec>]>([
    ["latency", {}],
    ["cost", {}],
    ["tokens", {}],
    ["tokens", { config: { which: "all" }, threshold: 1 }],
    ["finish-reason", {}],
  ])("%s with %j errs at its place", async (type, more) => {
    const grade = await gradeOne(assertion(type, undefined, more), "x", { answer: { usage, costUsd: 1 } });
    expect(grade.status).toBe("errored");
    expect(grade.reason).toContain("s.eval.yaml:7:5: ");
  });

  test("log probabilities that are no numbers err", async () => {
    expect(await statusOf("perplexity", "x", undefined, {}, { answer: { logProbs: [Number.NaN] } })).toBe(
      "errored",
    );
  });
});
