import { describe, expect, test } from "vitest";
import { OutcomesBuilder } from "../../../../src/evals/outcomes/outcomes-builder.js";
import type { CaseOutcome } from "../../../../src/evals/outcomes/types.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";

const digests = { input: "0123456789abcdef", grading: "fedcba9876543210" };

function built(results: readonly Partial<CaseResult>[]): readonly CaseOutcome[] {
  const builder = new OutcomesBuilder();
  for (const [index, result] of results.entries()) builder.add(caseResult({ index, digests, ...result }));
  return builder.finish();
}

test("a case carries what became of it, and what it was asked and graded by", () => {
  const [one] = built([
    {
      ...{ test: "refund", status: "failed", score: 0.25, namedScores: { helpful: 0.5 }, critical: true },
      ...{ cluster: "talk-1", slices: { language: "de" } },
    },
  ]);
  expect(one).toEqual({
    ...{ id: "refund", prompt: "p", provider: "echo", passed: 0, graded: 1, errored: 0, score: 0.25 },
    ...{ metrics: { helpful: 0.5 }, critical: true, cluster: "talk-1", slices: { language: "de" } },
    ...digests,
  });
});

describe("repeats", () => {
  const repeats: readonly Partial<CaseResult>[] = [
    { test: "a", repeat: 0, status: "passed", score: 1, namedScores: { tone: 0.1 } },
    { test: "a", repeat: 1, status: "failed", score: 0.3, namedScores: { tone: 0.2 } },
    { test: "a", repeat: 2, status: "errored" },
    { test: "a", repeat: 3, status: "passed", score: 0.7, namedScores: { tone: 0.7 } },
  ];

  test("are averaged within the case, errors aside", () => {
    expect(built(repeats)).toMatchObject([{ passed: 2, graded: 3, errored: 1 }]);
    const [one] = built(repeats);
    expect(one?.score).toBeCloseTo(2 / 3, 11);
    expect(one?.metrics["tone"]).toBeCloseTo(1 / 3, 11);
  });

  test("give the same means to the last digit in whatever order they come", () => {
    const orders = [repeats, [...repeats].reverse(), [3, 1, 0, 2].flatMap((index) => repeats[index] ?? [])];
    const texts = orders.map((order) => JSON.stringify(built(order)));
    expect(new Set(texts).size).toBe(1);
  });

  test("that all ended in errors leave a case without a score", () => {
    const [one] = built([
      { test: "a", status: "errored" },
      { test: "a", repeat: 1, status: "errored" },
    ]);
    expect(one).toMatchObject({ passed: 0, graded: 0, errored: 2 });
    expect(one).not.toHaveProperty("score");
  });
});

test("cases come by prompt, provider and id, each once, however they came in", () => {
  const names = [
    ["q", "a", "1"],
    ["p", "b", "2"],
    ["p", "a", "z"],
    ["p", "a", "é"],
    ["p", "a", "a"],
  ] as const;
  const order = built(names.map(([prompt, provider, id]) => ({ prompt, provider, test: id })));
  expect(order.map(({ prompt, provider, id }) => [prompt, provider, id])).toEqual([
    ["p", "a", "a"],
    ["p", "a", "z"],
    ["p", "a", "é"],
    ["p", "b", "2"],
    ["q", "a", "1"],
  ]);
});

test("a score that is no number is none", () => {
  const broken: readonly Partial<CaseResult>[] = JSON.parse(
    '[{"test": "a", "score": "NaN", "namedScores": {"tone": null, "ok": 1}}]',
  );
  const nan = { test: "b", score: Number.NaN, namedScores: { tone: Number.POSITIVE_INFINITY } };
  const [a, b] = built([...broken, nan]);
  expect(a).toMatchObject({ id: "a", passed: 1, metrics: { ok: 1 } });
  expect(b).toMatchObject({ id: "b", passed: 1, metrics: {} });
  expect([a, b].every((one) => one !== undefined && !("score" in one))).toBe(true);
});

test("a metric may have any name", () => {
  const named = { test: "a", namedScores: JSON.parse('{"__proto__": 0.5, "constructor": 1}') };
  expect(Object.entries(built([named])[0]?.metrics ?? {})).toEqual([
    ["__proto__", 0.5],
    ["constructor", 1],
  ]);
});

describe("judges", () => {
  const judged = (model: string, rubric: string) =>
    grade({ type: "llm-rubric", judge: { model, rubric: rubric.padEnd(64, "x") } });

  test("are kept by case and all together, those within sets of graders too", () => {
    const builder = new OutcomesBuilder();
    builder.add(caseResult({ test: "a", grades: [judged("m1", "r1")] }));
    builder.add(
      caseResult({ test: "b", grades: [grade({ type: "assert-set", components: [judged("m2", "r2")] })] }),
    );
    builder.add(caseResult({ test: "c", grades: [grade()] }));
    const [a, b, c] = builder.finish();
    expect(builder.judges.map(({ model }) => model)).toEqual(["m1", "m2"]);
    expect(a?.judges).toHaveLength(1);
    expect(b?.judges).not.toEqual(a?.judges);
    expect(c).not.toHaveProperty("judges");
  });

  test("by more than twenty rubrics stand for themselves", () => {
    const builder = new OutcomesBuilder();
    for (let index = 0; index < 50; index++) {
      builder.add(caseResult({ test: `t${index}`, grades: [judged("m", `r${index}`)] }));
    }
    expect(builder.judges).toEqual([{ model: "m", rubric: "*" }]);
    expect(new Set(builder.finish().map(({ judges }) => judges?.join())).size).toBe(50);
  });
});
