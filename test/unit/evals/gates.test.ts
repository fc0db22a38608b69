import { describe, expect, test } from "vitest";
import type { GateSpec } from "../../../src/evals/gate-spec.js";
import { type GateOutcome, judgeGates } from "../../../src/evals/gates.js";
import { SummaryBuilder } from "../../../src/evals/summary.js";
import type { CaseResult, Suite } from "../../../src/evals/types.js";
import { caseResult } from "../../support/evals/case-result.js";

const at = { file: "s", line: 1, column: 1 };
const passed: Partial<CaseResult> = { status: "passed", score: 1 };
const failed: Partial<CaseResult> = { status: "failed", score: 0 };
const errored: Partial<CaseResult> = { status: "errored" };

function judge(results: readonly Partial<CaseResult>[], more: Partial<Suite> = {}): GateOutcome {
  const suite = { gates: [], errorsAllowed: 0, budget: {}, derived: [], ...more };
  const builder = new SummaryBuilder(suite);
  for (const [index, result] of results.entries()) builder.add(caseResult({ index, ...result }));
  return judgeGates(builder.finish(), suite);
}

function gate(metric: string, limits: Partial<GateSpec>): GateSpec {
  return { name: metric, metric, at, ...limits };
}

describe("without gates of its own", () => {
  test("where no case was graded, nobody says that every case passes", () => {
    expect(judge([errored])).toMatchObject({
      verdict: "error",
      gates: [
        { name: "every case passes", passed: false, inconclusive: true, value: null },
        { passed: false },
      ],
    });
  });

  test("a suite wants every case to pass", () => {
    expect(judge([passed, passed])).toMatchObject({
      verdict: "passed",
      gates: [
        {
          name: "every case passes",
          passed: true,
          value: 1,
          threshold: 1,
          reason: "all 2 graded cases passed",
        },
        { name: "errors", passed: true, value: 0, threshold: 0 },
      ],
    });
    expect(judge([passed, failed])).toMatchObject({
      verdict: "failed",
      gates: [
        { passed: false, value: 0.5, reason: "1 of 2 graded cases failed; all have to pass" },
        { passed: true },
      ],
    });
  });

  test("errors fail it, unless their share is allowed", () => {
    expect(judge([passed, errored])).toMatchObject({
      verdict: "failed",
      gates: [{ passed: true }, { name: "errors", passed: false, value: 0.5, threshold: 0 }],
    });
    expect(judge([passed, errored], { errorsAllowed: 0.5 }).verdict).toBe("passed");
    expect(judge([passed, errored, errored], { errorsAllowed: 0.5 }).verdict).toBe("failed");
  });

  test("where nothing could be graded the verdict is error, whatever is allowed", () => {
    expect(judge([errored, errored], { errorsAllowed: 1 }).verdict).toBe("error");
    expect(judge([]).verdict).toBe("error");
  });
});

describe("gates of the suite", () => {
  test("take the place of the default one", () => {
    const gates = [gate("passRate", { min: 0.5 })];
    expect(judge([passed, failed], { gates })).toEqual({
      verdict: "passed",
      gates: [
        {
          name: "passRate",
          passed: true,
          value: 0.5,
          threshold: 0.5,
          reason: "passRate is 0.5, wanted at least 0.5",
        },
        { name: "errors", passed: true, value: 0, threshold: 0, reason: "no case ended in an error" },
      ],
    });
    expect(judge([passed, failed, failed], { gates }).verdict).toBe("failed");
  });

  test("do not take the place of critical cases", () => {
    const gates = [gate("passRate", { min: 0.1 })];
    const outcome = judge([passed, passed, { ...failed, critical: true }], { gates });
    expect(outcome.verdict).toBe("failed");
    expect(outcome.gates[1]).toMatchObject({
      name: "critical cases pass",
      passed: false,
      reason: "1 of 1 critical cases did not pass",
    });
    expect(judge([{ ...errored, critical: true }, passed], { gates, errorsAllowed: 1 }).verdict).toBe(
      "failed",
    );
  });

  test.each<[metric: string, limits: Partial<GateSpec>, passes: boolean]>([
    ["score", { min: 0.5 }, true],
    ["errorRate", { max: 0 }, true],
    ["failed", { max: 0 }, false],
    ["latencyMs.p95", { max: 100 }, false],
    ["latencyMs.p50", { min: 50, max: 150 }, true],
    ["tokens.output", { max: 10 }, true],
    ["costUsd", { max: 1 }, true],
    ["tone", { min: 0.7 }, false],
    ["tone", { max: 0.7 }, true],
    ["passRate", { min: 0.9, slice: { lang: "de" } }, true],
    ["passRate", { min: 0.9, slice: { lang: "en" } }, false],
    ["passRate", { max: 0.5, slice: { lang: "en", tier: "gold" } }, true],
  ])("%s with %j: %s", (metric, limits, passes) => {
    const usage = { input: 1, output: 5, cached: 0 };
    const measured = { latencyMs: 100, costUsd: 0.5, usage };
    const outcome = judge(
      [
        { ...passed, ...measured, namedScores: { tone: 0.6 }, slices: { lang: "de" } },
        { ...failed, ...measured, latencyMs: 110, slices: { lang: "en", tier: "gold" } },
      ],
      { gates: [gate(metric, limits)] },
    );
    expect(outcome.gates[0]?.passed).toBe(passes);
    expect(outcome.verdict).toBe(passes ? "passed" : "failed");
  });

  test("a metric of the suite goes before a figure of that name", () => {
    const results = [{ ...passed, namedScores: { score: 0.1 } }];
    expect(judge(results, { gates: [gate("score", { min: 0.5 })] }).gates[0]).toMatchObject({ value: 0.1 });
  });

  test("what no case has is inconclusive", () => {
    const gates = [gate("tnoe", { min: 0.5 }), gate("passRate", { min: 0.5, slice: { lang: "fr" } })];
    expect(judge([passed], { gates })).toMatchObject({
      verdict: "inconclusive",
      gates: [
        {
          passed: false,
          inconclusive: true,
          value: null,
          threshold: 0.5,
          reason: "no case gave the metric tnoe",
        },
        { inconclusive: true, value: null, reason: "no case lies in the slice lang fr" },
        { passed: true },
      ],
    });
    expect(judge([passed], { gates: [gate("constructor", { min: 0 })] }).verdict).toBe("inconclusive");
    expect(judge([passed, errored], { gates }).verdict).toBe("failed");
  });

  test("of a range name the bound that was broken", () => {
    const gates = [gate("latencyMs.p50", { min: 10, max: 20 })];
    expect(judge([{ ...passed, latencyMs: 30 }], { gates }).gates[0]).toMatchObject({
      passed: false,
      threshold: 20,
    });
    expect(judge([{ ...passed, latencyMs: 5 }], { gates }).gates[0]).toMatchObject({
      threshold: 10,
      reason: "latencyMs.p50 is 5, wanted 10 to 20",
    });
  });
});

describe("the budget", () => {
  const budget = { maxCostUsd: 1 };

  test("holds to the cent", () => {
    expect(judge([{ ...passed, latencyMs: 1, costUsd: 1 }], { budget }).verdict).toBe("passed");
    expect(judge([{ ...passed, latencyMs: 1, costUsd: 1.01 }], { budget })).toMatchObject({
      verdict: "failed",
      gates: [{}, {}, { name: "budget", passed: false, value: 1.01, threshold: 1 }],
    });
  });

  test("an answer without a price trips it, and a gate on the cost", () => {
    const results = [{ ...passed, latencyMs: 1 }];
    const reason = "the cost is unknown: one answer has no price";
    expect(judge(results, { budget }).gates.at(-1)).toMatchObject({ passed: false, value: null, reason });
    const outcome = judge(results, { gates: [gate("costUsd", { max: 5 })] });
    expect(outcome).toMatchObject({ verdict: "failed", gates: [{ passed: false, value: null, reason }, {}] });
  });
});
