import { describe, expect, test } from "vitest";
import { compareOutcomes } from "../../../../src/evals/outcomes/compare-outcomes.js";
import { comparisonSentence } from "../../../../src/evals/outcomes/comparison-text.js";
import type { EvaluationSide } from "../../../../src/evals/outcomes/evaluation-side.js";
import type { CaseOutcome, Comparison } from "../../../../src/evals/outcomes/types.js";
import { outcome, outcomes } from "../../../support/evals/outcomes.js";

function side(cases: readonly CaseOutcome[], more: Partial<EvaluationSide> = {}): EvaluationSide {
  return { outcomes: cases, judges: [], ...more };
}

function compared(
  before: readonly CaseOutcome[],
  after: readonly CaseOutcome[],
  more: { before?: Partial<EvaluationSide>; after?: Partial<EvaluationSide>; effect?: number } = {},
): Comparison {
  const { effect = 0.05 } = more;
  return compareOutcomes(side(before, more.before), side(after, more.after), { effect });
}

const all = () => true;
const from = (first: number) => (index: number) => index >= first;

describe("the verdict", () => {
  test("is regressed where too many cases became worse, with McNemar's exact p", () => {
    const comparison = compared(outcomes(100, all), outcomes(100, from(10)));
    expect(comparison).toMatchObject({ verdict: "regressed", incomparable: [] });
    expect(comparison.metrics).toHaveLength(1);
    const [passRate] = comparison.metrics;
    expect(passRate).toMatchObject({
      ...{ metric: "passRate", before: 1, after: 0.9, test: "mcnemar_exact", n: 100, units: 100 },
      discordant: { improved: 0, regressed: 10 },
    });
    expect(passRate?.difference).toBeCloseTo(-0.1, 12);
    // Two-sided binomial: 2 · 0.5^10.
    expect(passRate?.pValue).toBeCloseTo(2 * 0.5 ** 10, 12);
    expect(passRate?.interval?.[0]).toBeLessThan(-0.1);
    expect(passRate?.interval?.[1]).toBeLessThan(0);
  });

  test("is improved the other way round", () => {
    expect(compared(outcomes(100, from(10)), outcomes(100, all)).verdict).toBe("improved");
  });

  test("of few cases without a change is underpowered, of many no evidence of change", () => {
    const few = compared(outcomes(20, all), outcomes(20, all));
    expect(few.verdict).toBe("underpowered");
    expect(few.metrics[0]?.minimumDetectableEffect).toBeGreaterThan(0.05);
    expect(compared(outcomes(2000, all), outcomes(2000, all)).verdict).toBe("no_evidence");
  });

  test("depends on which change matters to the suite", () => {
    const same = outcomes(200, from(20));
    expect(compared(same, same, { effect: 0.5 }).verdict).toBe("no_evidence");
    expect(compared(same, same, { effect: 0.001 }).verdict).toBe("underpowered");
  });

  test.each<[string, CaseOutcome[], CaseOutcome[]]>([
    ["all pass on both sides", outcomes(30, all), outcomes(30, all)],
    ["all fail on both sides", outcomes(30, () => false), outcomes(30, () => false)],
    ["there is one case", outcomes(1, all), outcomes(1, () => false)],
    ["no case is discordant", outcomes(30, from(9)), outcomes(30, from(9))],
  ])("claims nothing where %s, and its figures are finite", (_, before, after) => {
    const comparison = compared(before, after);
    expect(comparison.verdict).toBe("underpowered");
    const [metric] = comparison.metrics;
    expect(metric?.adjustedP).toBe(1);
    const figures = [metric?.difference, metric?.minimumDetectableEffect, metric?.minimumDetectableCases];
    expect(figures.every(Number.isFinite)).toBe(true);
    expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
    expect(comparisonSentence(comparison)).toMatch(/^underpowered \(/);
  });

  test("of one case that became worse says that no change could have shown", () => {
    const text = comparisonSentence(
      compared(
        outcomes(1, all),
        outcomes(1, () => false),
      ),
    );
    expect(text).toContain("1 case worse, 0 better");
    expect(text).toContain("with 1 case no change could have shown");
  });
});

describe("clusters and repeats", () => {
  test("a cluster that is the whole set is one observation, and claims nothing", () => {
    const talk = () => ({ cluster: "talk" });
    const comparison = compared(
      outcomes(60, all, talk),
      outcomes(60, () => false, talk),
    );
    expect(comparison.verdict).toBe("underpowered");
    expect(comparison.metrics[0]).toMatchObject({ n: 60, units: 1, test: "sign_flip", pValue: 1 });
  });

  test("a test that is asked of two providers is one unit", () => {
    const twice = (isPassed: (index: number) => boolean) =>
      ["a", "b"].flatMap((provider) => outcomes(40, isPassed, () => ({ provider })));
    const [metric] = compared(twice(all), twice(from(12))).metrics;
    expect(metric).toMatchObject({ n: 80, units: 40, test: "sign_flip" });
  });

  test("a test is no part of a cluster that is called as it is", () => {
    const one = [outcome("a"), outcome("b", { cluster: "a" }), outcome("c", { cluster: "a" })];
    expect(compared(one, one).metrics[0]).toMatchObject({ n: 3, units: 2 });
  });

  test("repeats are averaged within the case, and a case flips by degrees", () => {
    const before = outcomes(30, all, () => ({ passed: 4, graded: 4, score: 1 }));
    const after = outcomes(30, all, (index) => ({ passed: index < 5 ? 3 : 4, graded: 4, score: 1 }));
    const comparison = compared(before, after);
    expect(comparison.metrics[0]).toMatchObject({
      ...{ test: "sign_flip", before: 1 },
      discordant: { improved: 0, regressed: 5 },
    });
    expect(comparison.flipped[0]).toMatchObject({ id: "c0000", before: 1, after: 0.75 });
  });
});

describe("several metrics", () => {
  const tone = (value: (index: number) => number) => (index: number) => ({ metrics: { tone: value(index) } });

  test("are compared with Holm's correction, and one that regressed is named", () => {
    const before = outcomes(
      60,
      all,
      tone(() => 0.8),
    );
    const after = outcomes(
      60,
      all,
      tone((index) => (index < 30 ? 0.5 : 0.8)),
    );
    const comparison = compared(before, after);
    expect(comparison.metrics.map(({ metric }) => metric)).toEqual(["passRate", "tone"]);
    expect(comparison.metrics[1]?.verdict).toBe("regressed");
    const [, metric] = comparison.metrics;
    expect(metric?.adjustedP).toBeCloseTo(2 * (metric?.pValue ?? 0), 12);
    expect(comparisonSentence(comparison)).toContain("; tone regressed, −0.15");
  });

  test("a score that is just the pass rate is not compared twice, any other is", () => {
    expect(compared(outcomes(10, all), outcomes(10, from(1))).metrics).toHaveLength(1);
    const graded = outcomes(10, all, () => ({ score: 0.9 }));
    expect(compared(outcomes(10, all), graded).metrics.map(({ metric }) => metric)).toEqual([
      "passRate",
      "score",
    ]);
  });

  test("a metric of one side alone is not compared, nor a case that lacks it", () => {
    const before = [outcome("a", { metrics: { tone: 1 } }), outcome("b")];
    const after = [outcome("a", { metrics: { tone: 0, clear: 1 } }), outcome("b", { metrics: { tone: 0 } })];
    const { metrics } = compared(before, after);
    expect(metrics.map(({ metric, n }) => [metric, n])).toEqual([
      ["passRate", 2],
      ["tone", 1],
    ]);
  });

  test("a metric on a scale of its own matters by the share of that scale", () => {
    const words = (by: number) => outcomes(400, all, (index) => ({ metrics: { words: index + by } }));
    const [, metric] = compared(words(0), words(0)).metrics;
    expect(metric).toMatchObject({ metric: "words", verdict: "no_evidence", difference: 0 });
  });
});

describe("slices", () => {
  test("have verdicts of their own, corrected for their number", () => {
    const language = (index: number) => ({ slices: { language: index % 2 === 0 ? "de" : "en" } });
    const worse = (index: number) => index % 2 === 1 || index >= 40;
    const { slices } = compared(outcomes(120, all, language), outcomes(120, worse, language));
    expect(slices.map(({ name, value, n, verdict }) => [name, value, n, verdict])).toEqual([
      ["language", "de", 60, "regressed"],
      ["language", "en", 60, "underpowered"],
    ]);
    expect(slices[0]?.adjustedP).toBeCloseTo(2 * (slices[0]?.pValue ?? 0), 12);
  });
});

describe("what is not compared", () => {
  test("is listed: added, removed, changed, graded otherwise, not graded", () => {
    const before = [...["a", "b", "c", "d", "e"].map((id) => outcome(id))];
    const after = [
      outcome("a"),
      outcome("b", { input: "1".repeat(16), passed: 0 }),
      outcome("c", { grading: "1".repeat(16), passed: 0 }),
      outcome("d", { passed: 0, graded: 0, errored: 1 }),
      outcome("f", { passed: 0 }),
    ];
    const comparison = compared(before, after);
    expect(comparison).toMatchObject({
      ...{ added: ["f"], removed: ["e"], changed: ["b"], regraded: ["c"], ungraded: ["d"] },
      ...{ flipped: [], incomparable: [] },
    });
    expect(comparison.metrics[0]).toMatchObject({ n: 1, before: 1, after: 1 });
  });

  test("what a part of a suite lacks was not removed", () => {
    const whole = outcomes(10, all);
    expect(compared(whole, whole.slice(0, 4), { after: { partial: true } }).removed).toEqual([]);
    expect(compared(whole.slice(0, 4), whole, { before: { partial: true } }).added).toEqual([]);
  });

  test("what says nothing of its values is compared by its id", () => {
    const old = outcomes(5, all, () => ({ input: "", grading: "" }));
    expect(compared(old, outcomes(5, all)).metrics[0]?.n).toBe(5);
  });
});

describe("flipped cases", () => {
  test("come worst first: those that became worse, critical ones before others, then by id", () => {
    const before = [outcome("a"), outcome("b"), outcome("c"), outcome("d", { passed: 0 }), outcome("e")];
    const after = [
      outcome("a", { passed: 0 }),
      outcome("b", { passed: 0 }),
      outcome("c", { passed: 0, critical: true }),
      outcome("d"),
      outcome("e"),
    ];
    expect(compared(before, after).flipped.map(({ id }) => id)).toEqual(["c", "a", "b", "d"]);
  });
});

describe("another prompt or provider", () => {
  test("is paired with the one it takes the place of, and that is said", () => {
    const before = outcomes(50, all, () => ({ provider: "small", prompt: "answer@1.0.0" }));
    const after = outcomes(50, from(20), () => ({ provider: "large", prompt: "answer@1.1.0" }));
    expect(compared(before, after)).toMatchObject({
      verdict: "regressed",
      across: { provider: ["small", "large"], prompt: ["answer@1.0.0", "answer@1.1.0"] },
    });
  });

  test("among several is not guessed at", () => {
    const of = (provider: string) => outcomes(10, all, () => ({ provider }));
    const comparison = compared([...of("a"), ...of("b")], [...of("a"), ...of("c")]);
    expect(comparison.across).toBeUndefined();
    expect(comparison.metrics[0]?.n).toBe(10);
    expect(comparison.added).toHaveLength(10);
    const none = compared([...of("a"), ...of("b")], of("c"));
    expect(none.incomparable).toEqual([
      { what: "cases", reason: expect.stringContaining("the providers were a, b and are c") },
    ]);
  });
});

describe("two evaluations are not comparable", () => {
  const cases = outcomes(4, all);
  const reasons = (before: readonly CaseOutcome[], after: readonly CaseOutcome[]) => {
    const comparison = compared(before, after);
    expect(comparison).not.toHaveProperty("verdict");
    expect([comparison.metrics, comparison.slices]).toEqual([[], []]);
    return comparison.incomparable.map(({ what }) => what);
  };

  test("where all shared cases are graded otherwise, or have other values", () => {
    expect(
      reasons(
        cases,
        outcomes(4, all, () => ({ grading: "2".repeat(16) })),
      ),
    ).toEqual(["graders"]);
    expect(
      reasons(
        cases,
        outcomes(4, all, () => ({ input: "2".repeat(16) })),
      ),
    ).toEqual(["data"]);
  });

  test("where they share no case, or one side has none", () => {
    expect(reasons(cases, [outcome("x")])).toEqual(["cases"]);
    expect(reasons(cases, [])).toEqual(["cases"]);
    expect(reasons([], [])).toEqual(["cases"]);
  });

  test("where nothing could be graded on one side", () => {
    expect(
      reasons(
        cases,
        outcomes(4, all, () => ({ graded: 0, passed: 0, errored: 1 })),
      ),
    ).toEqual(["cases"]);
  });

  const judged = (judge: string) => outcomes(4, all, () => ({ judges: [judge] }));

  test("where another judge judged, or by another rubric", () => {
    const [a, b] = [
      { model: "m1", rubric: "r" },
      { model: "m2", rubric: "r" },
    ];
    const comparison = compared(judged("1".repeat(16)), judged("2".repeat(16)), {
      before: { judges: [a] },
      after: { judges: [b] },
    });
    expect(comparison.incomparable).toEqual([{ what: "judge", reason: "the judge was m1 and is m2" }]);
    expect(comparison).not.toHaveProperty("verdict");
    const rubric = compared(judged("1".repeat(16)), judged("2".repeat(16)), {
      before: { judges: [a] },
      after: { judges: [{ ...a, rubric: "s" }] },
    });
    expect(rubric.incomparable[0]?.reason).toContain("m1 goes by another rubric");
  });

  test("but are where a judge only broke, or only cases that are not compared had another", () => {
    const both = outcomes(4, all, () => ({ judges: ["1".repeat(16), "2".repeat(16)] }));
    expect(compared(both, judged("1".repeat(16))).incomparable).toEqual([]);
    const added = [...judged("1".repeat(16)), outcome("new", { judges: ["9".repeat(16)] })];
    expect(compared(judged("1".repeat(16)), added).incomparable).toEqual([]);
  });
});

test("the order of the cases makes no difference to any figure or list", () => {
  const more = (index: number) => ({
    cluster: `talk-${index % 37}`,
    slices: { language: index % 3 === 0 ? "de" : "en" },
    metrics: { tone: (index % 7) / 7 },
  });
  const before = outcomes(150, (index) => index % 5 !== 0, more);
  const after = outcomes(
    150,
    (index) => index % 4 !== 0,
    (index) => ({ ...more(index), metrics: { tone: 0.3 } }),
  );
  const shuffled = (cases: readonly CaseOutcome[], step: number) =>
    cases.map((_, index) => cases[(index * step) % cases.length] ?? outcome("?"));
  expect(compared(shuffled(before, 7), shuffled(after, 11))).toEqual(compared(before, after));
});
