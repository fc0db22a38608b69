import { describe, expect, test } from "vitest";
import { verdictOnProof } from "../../../../src/evals/gates/judge-proof.js";
import type { JudgeEvidence } from "../../../../src/evals/judge-proof/judge-evidence.js";
import { judgedGrades } from "../../../../src/evals/judge-proof/judged-grades.js";
import { proofOf } from "../../../../src/evals/judge-proof/proof-of.js";
import { SuiteJudges } from "../../../../src/evals/judge-proof/suite-judge.js";
import type { Grade } from "../../../../src/evals/types.js";
import { grade } from "../../../support/evals/case-result.js";

const evidence: JudgeEvidence = {
  ...{ grader: "tone", model: "m-1", rubrics: ["a", "b"], n: 60, kappa: 0.71, interval: [0.5, 0.9] },
  ...{ labels: { path: "labels.csv", digest: "d" }, fields: {} },
};
const digests = new Map([["labels.csv", "d"]]);
const judge = { grader: "tone", model: "m-1", rubrics: ["a"] };

describe("the proof of a judge", () => {
  test("holds for the same model, its rubrics and the labels as they are", () => {
    const proof = proofOf(judge, [evidence], digests);
    expect(proof).toEqual({
      ...{ grader: "tone", model: "m-1", rubric: "a", kappa: 0.71, interval: [0.5, 0.9], n: 60 },
      labels: { path: "labels.csv", digest: "d" },
    });
    expect(verdictOnProof(proof, 0.6)).toEqual({
      passed: true,
      reason: "tone (m-1): κ 0.71 (95%: 0.50 to 0.90) on 60 labels, at least 0.6",
    });
    expect(verdictOnProof(proof, 0.8)).toEqual({
      passed: false,
      reason: "tone (m-1): κ 0.71 (95%: 0.50 to 0.90) on 60 labels, below 0.8: what it says decides nothing",
    });
  });

  test.each([
    ["another grader", { ...judge, grader: "facts" }, digests, "nobody has held it against labels"],
    ["another model", { ...judge, model: "m-2" }, digests, "the evidence is of m-1, and m-2 judged"],
    ["another rubric", { ...judge, rubrics: ["a", "c"] }, digests, "its rubric has changed since"],
    ["many rubrics, where it had few", { ...judge, rubrics: ["*"] }, digests, "its rubric has changed since"],
    ["other labels", judge, new Map([["labels.csv", "e"]]), "its labels have changed since: labels.csv"],
    ["no labels", judge, new Map<string, string>(), "its labels are gone: labels.csv"],
  ])("does not hold for %s, and says so", (_, judged, now, reason) => {
    const proof = proofOf(judged, [evidence], now);
    expect(proof.stale).toBe(reason);
    expect(verdictOnProof(proof, 0)).toMatchObject({
      passed: false,
      reason: expect.stringContaining(reason),
    });
  });

  test("is none where κ is undefined", () => {
    const proof = proofOf(judge, [{ ...evidence, kappa: null }], digests);
    expect(verdictOnProof(proof, 0)).toMatchObject({
      passed: false,
      reason: expect.stringContaining("undefined"),
    });
  });
});

describe("judges of an evaluation", () => {
  const by = (rubric: string, more: Partial<Grade> = {}): Grade =>
    grade({ type: "llm-rubric", judge: { model: "m", rubric }, ...more });

  test("are told by grader and model, a second grader of the same name apart, and many rubrics as many", () => {
    const judges = new SuiteJudges();
    for (let index = 0; index < 30; index++) {
      const set = grade({ type: "assert-set", components: [by("s", { metric: "tone" })] });
      judges.add({ grades: [by(`r${index}`), by("second"), grade(), set] });
    }
    judges.add({ grades: [grade({ type: "llm-rubric", judge: { rubric: "x" } })] });
    expect(judges.finish()).toEqual([
      { grader: "llm-rubric", model: "m", rubrics: ["*"] },
      { grader: "llm-rubric", rubrics: ["x"] },
      { grader: "llm-rubric#2", model: "m", rubrics: ["second"] },
      { grader: "tone", model: "m", rubrics: ["s"] },
    ]);
  });

  test("are there where they could not judge; what compares numbers or answers without a model is none", () => {
    const grades = [
      grade({ type: "not-factuality", status: "errored" }),
      grade({ type: "similar", status: "errored" }),
      grade({ type: "max-score" }),
      grade({ type: "contains", status: "errored" }),
    ];
    expect(judgedGrades(grades).map(({ grader }) => grader)).toEqual(["not-factuality"]);
  });
});
