import { describe, expect, test } from "vitest";
import { judgeCategory } from "../../../../src/evals/judge-proof/judge-category.js";
import { judgeReport, type LabelledAnswer } from "../../../../src/evals/judge-proof/judge-report.js";
import { parseScale, scaleText } from "../../../../src/evals/judge-proof/label-scale.js";
import { PositionBiasTally } from "../../../../src/evals/judge-proof/position-bias.js";
import { isOwnAnswer, selfPreference } from "../../../../src/evals/judge-proof/self-preference.js";
import { verdictFlips } from "../../../../src/evals/judge-proof/verdict-flips.js";
import type { Grade } from "../../../../src/evals/types.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";

const judge = { grader: "llm-rubric", model: "m", rubrics: ["r"] };

function answer(
  index: number,
  label: number,
  status: Grade["status"],
  more: Partial<LabelledAnswer> = {},
): LabelledAnswer {
  const result = caseResult({ id: `c${index}`, test: `t${index}`, index });
  return { result, label, grade: grade({ status }), again: [], ...more };
}

describe("the report on a judge", () => {
  const answers = Array.from({ length: 30 }, (_, index) =>
    answer(index, index % 2, index % 2 === 0 || index < 6 ? "failed" : "passed"),
  );

  test("does not depend on the order of the answers", () => {
    const input = { judge, scale: "pass", weights: "none" } as const;
    expect(judgeReport([...answers].reverse(), input)).toEqual(judgeReport(answers, input));
    expect(judgeReport(answers, input)).toMatchObject({
      n: 30,
      units: 30,
      stricter: 3,
      milder: 0,
      errored: 0,
    });
  });

  test("takes cases of one cluster, or of one test, for one unit", () => {
    const clustered = answers.map((one, index) => ({
      ...one,
      result: caseResult({ id: `c${index}`, test: `t${index}`, cluster: `k${index % 5}` }),
    }));
    const report = judgeReport(clustered, { judge, scale: "pass", weights: "none" });
    expect(report).toMatchObject({ units: 5, method: "cluster_bootstrap" });
  });

  test("is none where nothing could be judged", () => {
    const lost = [answer(0, 1, "errored")];
    expect(judgeReport(lost, { judge, scale: "pass", weights: "none" })).toBeUndefined();
  });
});

test("a score stands at the nearest step of a scale; one that is none, nowhere", () => {
  const scale = { low: 1, high: 5 };
  const at = (score: number) => judgeCategory(grade({ score }), scale);
  expect([0, 0.12, 0.13, 0.5, 0.87, 0.88, 1, -0.1, 1.2].map(at)).toEqual([
    0,
    0,
    1,
    2,
    3,
    4,
    4,
    undefined,
    undefined,
  ]);
});

test("scales have 2 to 11 steps and are read as they are written", () => {
  expect(["pass", "1..5", "0..10", "-2..2"].map((text) => scaleText(parseScale(text) ?? "pass"))).toEqual([
    ...["pass", "1..5", "0..10", "-2..2"],
  ]);
  expect(["5..1", "1..1", "0..11", "1-5", "", "1..5.5"].map(parseScale)).toEqual(
    new Array(6).fill(undefined),
  );
});

test("position bias counts verdicts that follow the place, not those that follow the answer", () => {
  const tally = new PositionBiasTally();
  const compared = (...orders: NonNullable<Grade["orders"]>[]) =>
    grade({ type: "pairwise", components: orders.map((one) => grade({ orders: one })) });
  tally.add(compared(["first", "second"], ["first", "first"]));
  tally.add(compared(["second", "second"]));
  tally.add(compared(["tie", "first"]));
  tally.add(compared(["tie", "tie"]));
  tally.add(grade());
  expect(tally.finish()).toMatchObject({ comparisons: 5, first: 1, second: 1, wavering: 1, share: 0.4 });
  expect(new PositionBiasTally().finish()).toBeUndefined();
});

test("self-preference is how much milder the judge is with its own", () => {
  const seen = (own: boolean, judged: number, people: number, count: number, from: number) =>
    Array.from({ length: count }, (_, index) => ({ own, judge: judged, people, cluster: `${from + index}` }));
  const found = selfPreference([
    ...seen(true, 1, 1, 30, 0),
    ...seen(true, 1, 0, 10, 100),
    ...seen(false, 0, 0, 30, 200),
    ...seen(false, 0, 1, 10, 300),
  ]);
  expect(found).toMatchObject({
    own: { n: 40, judge: 1, people: 0.75 },
    others: { judge: 0, people: 0.25 },
    difference: 0.5,
  });
  expect(found?.interval?.[0]).toBeGreaterThan(0.2);
  expect(found?.interval?.[1]).toBeLessThan(0.8);
  expect(selfPreference(seen(true, 1, 1, 5, 0))).toBeUndefined();
});

test("an answer is the judge's own by the model, else by the end of the provider's name", () => {
  expect(isOwnAnswer({ provider: "openai:chat:gpt-5.4-mini" }, "gpt-5.4-mini")).toBe(true);
  expect(isOwnAnswer({ provider: "openai:gpt-5.4-mini", model: "gpt-5.4-mini-2026" }, "gpt-5.4-mini")).toBe(
    false,
  );
  expect(isOwnAnswer({ provider: "file://own.mjs" }, "file://own.mjs")).toBe(true);
  expect(isOwnAnswer({ provider: "echo" }, undefined)).toBe(false);
});

test("flips are cases whose verdicts differ; what could not be had is counted apart", () => {
  expect(verdictFlips([[1, 1, 1], [1, 0, 1], [0, undefined, 0], [1]])).toMatchObject({
    ...{ repeats: 3, cases: 3, flipped: 1, errored: 1 },
    share: 1 / 3,
  });
  expect(verdictFlips([[1], [undefined, 0]])).toBeUndefined();
});
