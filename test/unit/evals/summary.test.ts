import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { namedScoresOf } from "../../../src/evals/named-metrics.js";
import { Quantiles } from "../../../src/evals/quantiles.js";
import { type EvalSummary, SummaryBuilder } from "../../../src/evals/summary.js";
import type { CaseResult, Suite } from "../../../src/evals/types.js";
import { wilson } from "../../../src/stats/wilson.js";
import { caseResult, grade } from "../../support/evals/case-result.js";

const at = { file: "s", line: 1, column: 1 };

function summarize(
  results: readonly Partial<CaseResult>[],
  suite: Partial<Pick<Suite, "derived" | "gates">> = {},
): EvalSummary {
  const builder = new SummaryBuilder({ derived: [], gates: [], ...suite });
  for (const [index, result] of results.entries()) builder.add(caseResult({ index, ...result }));
  return builder.finish();
}

const passed: Partial<CaseResult> = { status: "passed", score: 1 };
const failed: Partial<CaseResult> = { status: "failed", score: 0.2 };
const errored: Partial<CaseResult> = { status: "errored" };

describe("counts and rates", () => {
  test("keep errors apart from failures", () => {
    const summary = summarize([passed, passed, failed, errored]);
    expect(summary).toMatchObject({ total: 4, passed: 2, failed: 1, errored: 1, passRate: 2 / 3 });
    expect(summary.score).toBeCloseTo(2.2 / 3, 12);
  });

  test("of nothing are null, and the summary survives JSON", () => {
    for (const summary of [summarize([]), summarize([errored])]) {
      expect(summary).toMatchObject({ passRate: null, interval: null, score: null });
      expect(summary.latencyMs).toEqual({ p50: null, p95: null });
      expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    }
  });

  // Made by wilson.py beside it, with statsmodels and NumPy.
  const fixture: {
    readonly wilson: readonly { passed: number; trials: number; interval: readonly [number, number] }[];
    readonly latencies: readonly number[];
    readonly p50: number;
    readonly p95: number;
  } = JSON.parse(readFileSync(new URL("../../fixtures/evals/wilson.json", import.meta.url), "utf8"));

  test.each(fixture.wilson)(
    "$passed of $trials have statsmodels' Wilson interval",
    ({ passed, trials, interval }) => {
      const [low, high] = wilson(passed, trials);
      expect(low).toBeCloseTo(interval[0], 10);
      expect(high).toBeCloseTo(interval[1], 10);
      expect(low).toBeLessThanOrEqual(passed / trials);
      expect(high).toBeGreaterThanOrEqual(passed / trials);
    },
  );

  test("latencies have NumPy's median and 95th percentile, those of cached answers too", () => {
    const summary = summarize(
      fixture.latencies.map((latencyMs, index) => ({ latencyMs, cached: index % 2 === 0 })),
    );
    expect(summary.latencyMs.p50).toBeCloseTo(fixture.p50, 9);
    expect(summary.latencyMs.p95).toBeCloseTo(fixture.p95, 9);
    expect(summary.cached).toBe(6);
    expect(summarize([{ ttftMs: 5 }, {}]).ttftMs).toEqual({ p50: 5, p95: 5 });
  });

  test("quantiles of 100,000 values are exact", () => {
    const quantiles = new Quantiles();
    for (let value = 0; value <= 100_000; value++) quantiles.add((value * 7919) % 100_001);
    expect(quantiles.finish()).toEqual({ p50: 50_000, p95: 95_000 });
  });
});

describe("cost and tokens", () => {
  const usage = { input: 10, output: 5, cached: 2 };

  test("are summed, judges' included, from the cache too", () => {
    const judged = grade({ costUsd: 0.25, usage, components: [grade({ costUsd: 0.125, usage })] });
    const summary = summarize([
      { latencyMs: 1, costUsd: 0.5, usage, grades: [judged] },
      { latencyMs: 1, costUsd: 0.5, usage, cached: true },
    ]);
    expect(summary).toMatchObject({
      costUsd: 1.375,
      unpriced: 0,
      tokens: { input: 40, output: 20, cached: 8 },
    });
  });

  test("are unknown where an answer has no price, which is counted", () => {
    const summary = summarize([
      { latencyMs: 1, costUsd: 0.5 },
      { latencyMs: 1 },
      { latencyMs: 1, costUsd: 0, grades: [grade({ usage })] },
    ]);
    expect(summary).toMatchObject({ costUsd: null, pricedCostUsd: 0.5, unpriced: 2 });
  });

  test("of a case that was never answered are nothing", () => {
    expect(summarize([errored])).toMatchObject({ costUsd: 0, unpriced: 0 });
  });
});

describe("parts", () => {
  const results = [
    { ...passed, slices: { lang: "de", tier: "gold" }, provider: "a", latencyMs: 10 },
    { ...failed, slices: { lang: "de" }, provider: "b", latencyMs: 30 },
    { ...passed, slices: { lang: "en", tier: "gold" }, provider: "a", latencyMs: 20 },
  ];

  test("are told per slice and per prompt and provider", () => {
    const { slices, combinations } = summarize(results);
    expect(slices.map(({ name, value, total, passed }) => [name, value, total, passed])).toEqual([
      ["lang", "de", 2, 1],
      ["tier", "gold", 2, 2],
      ["lang", "en", 1, 1],
    ]);
    expect(combinations).toMatchObject([
      { prompt: "p", provider: "a", total: 2, passRate: 1, latencyMs: { p50: 15 } },
      { prompt: "p", provider: "b", total: 1, passRate: 0, latencyMs: { p50: 30 } },
    ]);
  });

  test("a slice by several names is kept where a gate asks for it", () => {
    const slice = { lang: "de", tier: "gold" };
    const gate = { kind: "threshold", by: "estimate", name: "g", metric: "passRate", slice, at } as const;
    expect(summarize(results, { gates: [gate] }).gateSlices).toMatchObject([
      { slice: gate.slice, total: 1, passed: 1 },
    ]);
  });

  test("per grader, those in assert-sets by themselves", () => {
    const inSet = [grade({ type: "not-regex", status: "failed", score: 0 }), grade()];
    const { graders } = summarize([
      { grades: [grade(), grade({ type: "assert-set", components: inSet })] },
      { grades: [grade({ status: "errored" })] },
    ]);
    expect(graders).toMatchObject([
      { type: "contains", total: 3, passed: 2, errored: 1 },
      { type: "not-regex", total: 1, failed: 1 },
    ]);
  });

  test("critical cases are counted apart", () => {
    expect(summarize([{ ...failed, critical: true }, passed]).critical).toMatchObject({
      total: 1,
      failed: 1,
    });
  });
});

describe("the worst cases", () => {
  test("are the errored ones, then critical ones, then those with the lowest scores", () => {
    const { worst } = summarize([
      passed,
      { ...failed, score: 0.5, grades: [grade(), grade({ type: "equals", status: "failed", reason: "no" })] },
      { ...failed, score: 0.1 },
      { ...failed, score: 0.9, critical: true },
      { ...errored, error: { code: "MLX_X", message: "no answer" } },
      { ...errored, grades: [grade({ status: "failed" }), grade({ status: "errored", reason: "hung" })] },
    ]);
    expect(worst.map(({ index, status, reason }) => [index, status, reason])).toEqual([
      [4, "errored", "no answer"],
      [5, "errored", "contains: hung"],
      [3, "failed", "the score is below the threshold"],
      [2, "failed", "the score is below the threshold"],
      [1, "failed", "equals: no"],
    ]);
  });

  test("are twenty at most, whatever the order in which they come", () => {
    const scores = Array.from({ length: 500 }, (_, index) => ((index * 37) % 500) / 500);
    const { worst } = summarize(scores.map((score) => ({ status: "failed", score })));
    expect(worst.map(({ score }) => score)).toEqual(scores.toSorted((a, b) => a - b).slice(0, 20));
  });
});

describe("metrics", () => {
  const row = (tone: number, weight = 1): Partial<CaseResult> => {
    const grades = [grade({ metric: "tone", score: tone, weight })];
    return { grades, namedScores: namedScoresOf(grades) };
  };

  test("are means over the cases that have them", () => {
    expect(summarize([row(0.5), row(1), {}]).metrics).toEqual({ tone: 0.75 });
  });

  test("derived ones are computed from weighted sums and the count of cases, in their order", () => {
    const derived = [
      { name: "mean_tone", expression: "tone / __count", at },
      { name: "twice", expression: "2 * mean_tone", at },
      { name: "broken", expression: "tnoe / 2", at },
      { name: "endless", expression: "1 / (__count - 3)", at },
    ];
    const summary = summarize([row(0.5, 2), row(1), {}], { derived });
    expect(summary.metrics).toEqual({ tone: 0.75, mean_tone: 2 / 3, twice: 4 / 3 });
    expect(summary.notComputed).toEqual([
      { name: "broken", reason: "no case gave the metric tnoe; did you mean tone?" },
      { name: "endless", reason: "1 / (__count - 3) is Infinity" },
    ]);
    expect(summary.combinations[0]?.metrics).toEqual(summary.metrics);
  });
});

test("100,000 cases need little memory", () => {
  const builder = new SummaryBuilder({ derived: [], gates: [] });
  const before = process.memoryUsage().arrayBuffers;
  for (let index = 0; index < 100_000; index++) {
    builder.add(
      caseResult({ index, ...(index % 3 === 0 ? failed : passed), latencyMs: index, ttftMs: index }),
    );
  }
  const kept = process.memoryUsage().arrayBuffers - before;
  expect(builder.finish()).toMatchObject({ total: 100_000, failed: 33_334 });
  expect(kept).toBeLessThan(16_000_000);
});
