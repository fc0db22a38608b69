import { describe, expect, test } from "vitest";
import { estimatesOf } from "../../../../src/evals/outcomes/estimates.js";
import { OutcomeColumns } from "../../../../src/evals/outcomes/outcome-columns.js";
import { OutcomesBuilder } from "../../../../src/evals/outcomes/outcomes-builder.js";
import type { CaseOutcome } from "../../../../src/evals/outcomes/types.js";
import { SummaryBuilder } from "../../../../src/evals/summary.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import { SeededRandom } from "../../../../src/stats/seeded-random.js";
import { wilson } from "../../../../src/stats/wilson.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";
import { outcomes } from "../../../support/evals/outcomes.js";

const noTimes = { latencyMs: new Float64Array(), ttftMs: new Float64Array() };
const metricsOf = (cases: readonly CaseOutcome[]) => estimatesOf(cases, noTimes).metrics;
const tenth = (index: number) => index % 10 !== 0;

describe("the pass rate", () => {
  test("of independent cases has Wilson's interval, of all or none that pass, and of one", () => {
    for (const [count, isPassed] of [
      [80, tenth],
      [80, () => true],
      [80, () => false],
      [1, () => true],
    ] as const) {
      const cases = outcomes(count, isPassed);
      const passed = cases.filter((one) => one.passed === 1).length;
      expect(metricsOf(cases)["passRate"]).toEqual({
        ...{
          value: passed / count,
          interval: wilson(passed, count),
          method: "wilson",
          n: count,
          units: count,
        },
      });
    }
  });

  test("of clusters is as sure as the clusters are many, of a single one not at all", () => {
    const apart = metricsOf(outcomes(80, (index) => index >= 8))["passRate"]?.interval ?? [0, 0];
    const together = metricsOf(
      outcomes(
        80,
        (index) => index >= 8,
        (index) => ({ cluster: `k${index >> 3}` }),
      ),
    );
    expect(together["passRate"]).toMatchObject({ value: 0.9, method: "wilson_effective", n: 80, units: 10 });
    const [low, high] = together["passRate"]?.interval ?? [0, 0];
    expect(high - low).toBeGreaterThan(2 * (apart[1] - apart[0]));
    const one = metricsOf(outcomes(80, tenth, () => ({ cluster: "all" })))["passRate"];
    expect(one).toMatchObject({ value: 0.9, units: 1 });
    expect(one).not.toHaveProperty("interval");
  });

  test("of a test that several providers answer counts the test once", () => {
    const twice = [...outcomes(40, tenth), ...outcomes(40, tenth, () => ({ provider: "other" }))];
    expect(metricsOf(twice)["passRate"]).toMatchObject({ n: 80, units: 40 });
  });

  test("leaves out what could not be graded", () => {
    const cases = outcomes(
      20,
      () => true,
      (index) => (index < 5 ? { passed: 0, graded: 0, errored: 1 } : {}),
    );
    expect(metricsOf(cases)["passRate"]).toMatchObject({ value: 1, n: 15 });
    expect(
      estimatesOf(
        outcomes(
          2,
          () => true,
          () => ({ passed: 0, graded: 0, errored: 1 }),
        ),
        noTimes,
      ),
    ).toEqual({
      ...{ metrics: {}, quantiles: {} },
    });
  });
});

test("repeats give pass@k and pass^k, unbiased, for each k", () => {
  const cases = outcomes(
    30,
    () => true,
    (index) => ({ graded: 3, passed: index % 4 }),
  );
  const found = metricsOf(cases);
  expect(Object.keys(found).filter((name) => name.startsWith("pass"))).toEqual([
    ...["passRate", "pass@1", "pass^1", "pass@2", "pass^2", "pass@3", "pass^3"],
  ]);
  const counts = cases.map(({ passed }) => passed);
  const mean = (of: (passed: number) => number) =>
    counts.reduce((sum, one) => sum + of(one), 0) / counts.length;
  expect(found["pass@3"]?.value).toBeCloseTo(
    mean((passed) => (passed > 0 ? 1 : 0)),
    12,
  );
  expect(found["pass^3"]?.value).toBeCloseTo(
    mean((passed) => (passed === 3 ? 1 : 0)),
    12,
  );
  expect(found["pass^2"]?.value).toBeCloseTo(
    mean((passed) => (passed * (passed - 1)) / 6),
    12,
  );
  expect(Object.keys(metricsOf(outcomes(30, tenth)))).not.toContain("pass@1");
});

test("a score that is the pass rate is as sure as that; any other has a bootstrap", () => {
  const plain = metricsOf(outcomes(50, tenth));
  expect(plain["score"]).toEqual(plain["passRate"]);
  const scored = metricsOf(
    outcomes(50, tenth, (index) => ({ score: (index % 7) / 7, metrics: { tone: index % 2 } })),
  );
  expect(scored["score"]).toMatchObject({ method: "bootstrap", n: 50 });
  expect(scored["tone"]).toMatchObject({ method: "wilson", value: 0.5 });
});

test("times have intervals of their own values, the 95th percentile of enough of them alone", () => {
  const latencyMs = Float64Array.from({ length: 100 }, (_, index) => index);
  const { quantiles } = estimatesOf(outcomes(100, tenth), { ...noTimes, latencyMs });
  expect(quantiles["latencyMs.p50"]).toMatchObject({ value: 49.5, method: "order_statistics" });
  const [low = 0, high = 0] = quantiles["latencyMs.p95"]?.interval ?? [];
  expect(low < 94.05 && 94.05 < high).toBe(true);
  const few = estimatesOf([], { ...noTimes, latencyMs: latencyMs.subarray(0, 30) });
  expect(few.quantiles["latencyMs.p95"]).not.toHaveProperty("interval");
  expect(few.quantiles).not.toHaveProperty(["ttftMs.p50"]);
});

function randomResults(count: number): CaseResult[] {
  const random = new SeededRandom("results");
  return Array.from({ length: count }, (_, index) => {
    const status = (["passed", "passed", "failed", "errored"] as const)[random.below(4)] ?? "passed";
    const repeat = index % 3;
    return caseResult({
      ...{ index, test: `a test with a long name ${Math.floor(index / 6)}`, repeat, status },
      provider: index % 6 < 3 ? "one" : "other",
      ...(status !== "errored" && { score: random.below(11) / 10 }),
      namedScores: random.below(2) === 0 ? { tone: random.below(5) / 4 } : {},
      slices: { lang: ["de", "en"][random.below(1)] ?? "de" },
      ...(index % 12 < 6 && { cluster: `k${Math.floor(index / 24)}` }),
      critical: Math.floor(index / 6) % 5 === 0,
    });
  });
}

test("kept in columns, outcomes are the same as kept one by one", () => {
  const [columns, builder] = [new OutcomeColumns(), new OutcomesBuilder()];
  for (const result of randomResults(600)) {
    columns.add(result);
    builder.add(result);
  }
  expect(columns.finish()).toEqual(builder.finish());
});

test("no figure of a summary depends on the order of the cases", () => {
  const results = randomResults(600);
  const summaryOf = (all: readonly CaseResult[]) => {
    const builder = new SummaryBuilder({ derived: [], gates: [] });
    for (const result of all) builder.add(result);
    return builder.finish();
  };
  const [there, back] = [summaryOf(results), summaryOf([...results].reverse())];
  expect(back.estimates).toEqual(there.estimates);
  expect(back.interval).toEqual(there.interval);
  const sorted = (summary: typeof there) =>
    [...summary.combinations]
      .sort((a, b) => (a.provider < b.provider ? -1 : 1))
      .map(({ estimates }) => estimates);
  expect(sorted(back)).toEqual(sorted(there));
});

test("a summary has no NaN, and comes back from JSON the same", () => {
  const builder = new SummaryBuilder({ derived: [], gates: [] });
  const scored = { name: "f1", metric: "f1", truth: "1", prediction: "1" };
  builder.add(caseResult({ slices: { lang: "de" }, grades: [grade({ type: "f1", scored })] }));
  builder.add(caseResult({ index: 1, test: "u", status: "errored" }));
  const summary = builder.finish();
  expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  expect(summary.slices[0]?.estimates?.metrics["passRate"]).toMatchObject({ n: 1 });
});
