import { describe, expect, test } from "vitest";
import type { ThresholdGate } from "../../../src/evals/gate-spec.js";
import type { Grounds } from "../../../src/evals/gates/grounds.js";
import { type GateOutcome, judgeGates } from "../../../src/evals/gates.js";
import { SummaryBuilder } from "../../../src/evals/summary.js";
import type { CaseResult, Suite } from "../../../src/evals/types.js";
import { caseResult } from "../../support/evals/case-result.js";

const at = { file: "s", line: 1, column: 1 };
const passed: Partial<CaseResult> = { status: "passed", score: 1 };
const failed: Partial<CaseResult> = { status: "failed", score: 0 };
const errored: Partial<CaseResult> = { status: "errored" };

function judge(
  results: readonly Partial<CaseResult>[],
  more: Partial<Suite> = {},
  grounds: Partial<Grounds> = {},
): GateOutcome {
  const suite = { gates: [], errorsAllowed: 0, budget: {}, derived: [], ...more };
  const builder = new SummaryBuilder(suite);
  for (const [index, result] of results.entries())
    builder.add(caseResult({ index, test: `t${index}`, ...result }));
  return judgeGates(builder.finish(), suite, { judgeProofs: [], ...grounds });
}

function gate(metric: string, limits: Partial<ThresholdGate>): ThresholdGate {
  return { kind: "threshold", by: "estimate", name: metric, metric, at, ...limits };
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
          interval: [expect.closeTo(0.0945, 4), expect.closeTo(0.9055, 4)],
          reason: "50% (95%: 9.45% to 90.55%), wanted at least 50%",
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

  test.each<[metric: string, limits: Partial<ThresholdGate>, passes: boolean]>([
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
      reason: "5 ms, wanted 10 ms to 20 ms",
    });
  });
});

describe("the budget", () => {
  const budget = { maxCostUsd: 1 };

  test("is judged by what was spent, where somebody kept count", () => {
    expect(judge([passed], { budget }).gates.map(({ name }) => name)).not.toContain("budget");
    expect(judge([passed], { budget }, { spentUsd: 0.25 }).gates.at(-1)).toEqual({
      ...{ name: "budget", passed: true, value: 0.25, threshold: 1, reason: "$0.25 of $1 spent" },
    });
    const stop = { kind: "budget", reason: "the next call may cost $0.5" } as const;
    expect(judge([passed], { budget }, { spentUsd: 0.75, stop })).toMatchObject({
      verdict: "failed",
      gates: [{}, {}, { passed: false, reason: "stopped before the end: the next call may cost $0.5" }],
    });
  });

  test("an answer without a price trips a gate on the cost", () => {
    const results = [{ ...passed, latencyMs: 1 }];
    const reason = "the cost is unknown: one answer has no price";
    const outcome = judge(results, { gates: [gate("costUsd", { max: 5 })] });
    expect(outcome).toMatchObject({ verdict: "failed", gates: [{ passed: false, value: null, reason }, {}] });
  });
});

test("what was interrupted has not been decided", () => {
  const stop = { kind: "interrupted" } as const;
  expect(judge([failed], {}, { stop }).verdict).toBe("inconclusive");
});

describe("by the interval", () => {
  const mixed = (count: number, bad: number) =>
    Array.from({ length: count }, (_, index) => (index < bad ? failed : passed));
  const byInterval = (metric: string, limits: Partial<ThresholdGate>) =>
    gate(metric, { by: "interval", ...limits });

  test("one that reaches across the limit decides nothing, and says how many cases would", () => {
    const { verdict, gates } = judge(mixed(80, 6), { gates: [byInterval("passRate", { min: 0.9 })] });
    expect(verdict).toBe("inconclusive");
    expect(gates[0]).toMatchObject({ passed: false, inconclusive: true, value: 0.925, threshold: 0.9 });
    const needed = /about ([\d,]+) cases would decide it$/.exec(gates[0]?.reason ?? "")?.[1];
    const cases = Number(needed?.replace(",", ""));
    // Wilson's lower end of 92.5 % is 90 % at some 560 cases.
    expect(cases).toBeGreaterThanOrEqual(500);
    expect(cases).toBeLessThanOrEqual(640);
    const many = judge(mixed(cases, Math.floor(0.075 * cases)), {
      gates: [byInterval("passRate", { min: 0.9 })],
    });
    expect(many.verdict).toBe("passed");
  });

  test("one that lies inside passes, one that lies beyond fails", () => {
    expect(judge(mixed(80, 0), { gates: [byInterval("passRate", { min: 0.9 })] }).verdict).toBe("passed");
    expect(judge(mixed(80, 20), { gates: [byInterval("passRate", { min: 0.9 })] })).toMatchObject({
      verdict: "failed",
      gates: [{ passed: false, threshold: 0.9, reason: expect.not.stringContaining("would decide") }, {}],
    });
    expect(judge(mixed(80, 40), { gates: [byInterval("passRate", { min: 0.3, max: 0.7 })] }).verdict).toBe(
      "passed",
    );
    expect(judge(mixed(80, 0), { gates: [byInterval("passRate", { max: 0.7 })] }).gates[0]).toMatchObject({
      passed: false,
      threshold: 0.7,
    });
  });

  test("a figure on the limit itself is not decided by any number", () => {
    const { gates } = judge(mixed(80, 8), { gates: [byInterval("passRate", { min: 0.9 })] });
    expect(gates[0]?.reason).toMatch(/hardly any number of cases decides$/);
  });

  test("two cases of a slice say nothing, nor does a cluster that is the whole set", () => {
    const slices = { lang: "de" };
    const few = [{ ...passed, slices }, { ...passed, slices }, ...mixed(60, 0)];
    const inSlice = byInterval("passRate", { min: 0.9, slice: { lang: "de" } });
    expect(judge(few, { gates: [inSlice] }).gates[0]).toMatchObject({ inconclusive: true, value: 1 });
    const alone = mixed(60, 3).map((result) => ({ ...result, cluster: "all" }));
    const { verdict, gates } = judge(alone, { gates: [byInterval("passRate", { min: 0.5 })] });
    expect(verdict).toBe("inconclusive");
    expect(gates[0]?.reason).toBe("95%, wanted at least 50%: 1 independent case is too few for an interval");
    expect(gates[0]).not.toHaveProperty("interval");
  });

  test("the 95th percentile of few answers has none", () => {
    const results = mixed(30, 0).map((result, index) => ({ ...result, latencyMs: index }));
    expect(judge(results, { gates: [byInterval("latencyMs.p95", { max: 500 })] }).gates[0]).toMatchObject({
      inconclusive: true,
    });
    const many = mixed(80, 0).map((result, index) => ({ ...result, latencyMs: index }));
    expect(judge(many, { gates: [byInterval("latencyMs.p95", { max: 500 })] }).gates[0]?.passed).toBe(true);
  });

  test("a figure of which nothing is known but itself is inconclusive", () => {
    const derived = [{ name: "twice", expression: "2", at }];
    expect(judge([passed], { derived, gates: [byInterval("twice", { min: 1 })] }).gates[0]).toMatchObject({
      inconclusive: true,
      value: 2,
      reason: "2: nothing is known of how sure it is",
    });
  });
});

test("a metric that no case gives is inconclusive, with the one that was meant", () => {
  const results = [{ ...passed, namedScores: { tone: 1 } }];
  expect(judge(results, { gates: [gate("tnoe", { min: 0.5 })] })).toMatchObject({
    verdict: "inconclusive",
    gates: [{ reason: "no case gave the metric tnoe; did you mean tone?" }, {}],
  });
  expect(judge(results, { gates: [gate("pass@3", { min: 0.5 })] }).gates[0]?.reason).toBe(
    "no case has 3 graded repeats; repeat: 3 in the suite, or --repeat 3, makes them",
  );
});

test("pass@k and pass^k are gates where cases are repeated", () => {
  const results = [0, 1, 2].map((repeat) => ({ test: "t", repeat, ...(repeat === 0 ? failed : passed) }));
  const gates = [gate("pass@3", { min: 1 }), gate("pass^3", { max: 0 }), gate("pass^2", { min: 0.33 })];
  expect(judge(results, { gates }).gates.slice(0, 3)).toMatchObject([
    { passed: true, value: 1 },
    { passed: true, value: 0 },
    { passed: true, value: expect.closeTo(1 / 3, 12) },
  ]);
});
