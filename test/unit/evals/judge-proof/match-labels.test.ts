import { describe, expect, test } from "vitest";
import { LabelCandidates } from "../../../../src/evals/judge-proof/label-sample.js";
import { LabelMatcher } from "../../../../src/evals/judge-proof/match-labels.js";
import { outputDigest } from "../../../../src/evals/judge-proof/output-digest.js";
import type { PersonLabel } from "../../../../src/evals/judge-proof/person-label.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import { caseResult, grade } from "../../../support/evals/case-result.js";

function label(id: string, more: Partial<PersonLabel> = {}): PersonLabel {
  return { id, category: 1, at: { file: "labels.csv", line: 2, column: 1 }, ...more };
}

function matched(labels: readonly PersonLabel[], results: readonly CaseResult[]) {
  const matcher = new LabelMatcher(labels);
  for (const result of results) matcher.add(result);
  const found = matcher.finish();
  return {
    matched: found.matched.map(({ result }) => result.id),
    strays: found.strays.map(({ why }) => why),
  };
}

describe("labels find their answers", () => {
  const repeats = [0, 1].map((repeat) =>
    caseResult({
      id: repeat === 0 ? "t" : "t#2",
      test: "t",
      repeat,
      index: repeat,
      output: `answer ${repeat}`,
    }),
  );

  test("by the case, or by the test where it has one", () => {
    const one = caseResult({ id: "t.4f2a91", test: "t", provider: "a", output: "x" });
    const two = caseResult({ id: "t.77aa01", test: "t", provider: "b", output: "x", index: 1 });
    expect(matched([label("t.77aa01")], [one, two])).toEqual({ matched: ["t.77aa01"], strays: [] });
    expect(matched([label("t")], [one])).toEqual({ matched: ["t.4f2a91"], strays: [] });
    expect(matched([label("t")], [one, two])).toEqual({ matched: [], strays: ["ambiguous"] });
    expect(matched([label("t", { provider: "b" })], [one, two]).matched).toEqual(["t.77aa01"]);
  });

  test("among repeats by the answer that was labelled, else the first", () => {
    const second = label("t", { outputDigest: outputDigest("answer 1") });
    expect(matched([second], [...repeats].reverse()).matched).toEqual(["t#2"]);
    expect(matched([label("t")], [...repeats].reverse()).matched).toEqual(["t"]);
    const none = label("t", { outputDigest: outputDigest("answer 3") });
    expect(matched([none], repeats)).toEqual({ matched: [], strays: ["other_output"] });
  });

  test("each answer once", () => {
    expect(matched([label("t"), label("t", { prompt: "p" })], repeats).strays).toEqual(["same_case"]);
    const graders = [label("t", { grader: "a" }), label("t", { grader: "b" })];
    expect(matched(graders, repeats).matched).toEqual(["t", "t"]);
  });

  test("data count as their JSON", () => {
    expect(outputDigest({ a: [1] })).toBe(outputDigest('{"a":[1]}'));
  });
});

describe("answers to label", () => {
  const judge = { model: "m", rubric: "r" };
  const results = Array.from({ length: 40 }, (_, index) =>
    caseResult({
      ...{ id: `c${index}`, test: `t${index}`, index, output: `answer ${index}` },
      grades: [grade({ type: "llm-rubric", status: index < 5 ? "failed" : "passed", judge })],
    }),
  );
  const sampled = (from: readonly CaseResult[], size: number) => {
    const candidates = new LabelCandidates("llm-rubric");
    for (const result of from) candidates.add(result);
    return candidates.sample(size, "s");
  };

  test("do not depend on the order in which results came", () => {
    expect(sampled([...results].reverse(), 12)).toEqual(sampled(results, 12));
  });

  test("fill up with the other kind where there are too few of one", () => {
    const chosen = sampled(results, 20);
    expect(chosen.filter(({ rejected }) => rejected)).toHaveLength(5);
    expect(chosen).toHaveLength(20);
    expect(sampled(results.slice(0, 7), 6).filter(({ rejected }) => rejected)).toHaveLength(4);
  });

  test("come mixed, and leave out what the judge could not judge and answers that are the same", () => {
    const order = sampled(results, 10).map(({ rejected }) => rejected);
    expect(order).not.toEqual([...order].sort());
    const errored = caseResult({
      id: "e",
      output: "x",
      grades: [grade({ type: "llm-rubric", status: "errored" })],
    });
    const again = caseResult({ ...results[0], id: "c0#2", repeat: 1 });
    expect(sampled([...results.slice(0, 1), errored, again], 10)).toHaveLength(1);
  });
});
