import { expect, test } from "vitest";
import { compactOutcomes, expandOutcomes } from "../../../../src/evals/outcomes/compact-outcomes.js";
import { keptScores } from "../../../../src/evals/outcomes/kept-scores.js";
import { mostKeptOutcomes } from "../../../../src/evals/outcomes/most-kept-outcomes.js";
import { OutcomesBuilder } from "../../../../src/evals/outcomes/outcomes-builder.js";
import { ScoredColumns } from "../../../../src/evals/outcomes/scored-columns.js";
import type { ScoredValue } from "../../../../src/evals/outcomes/scored-value.js";
import type { CaseResult } from "../../../../src/evals/types.js";
import type { EvidenceOutcomes } from "../../../../src/registry/evidence/evidence.js";
import { scoredResult } from "../../../support/scored-evidence.js";

function kept(results: readonly CaseResult[]): EvidenceOutcomes | undefined {
  const [builder, columns] = [new OutcomesBuilder(), new ScoredColumns()];
  for (const result of results) {
    builder.add(result);
    columns.add(result);
  }
  const outcomes = builder.finish();
  return compactOutcomes(outcomes, columns.finish(outcomes));
}

const f1 = (truth: string, prediction: string): ScoredValue => ({
  ...{ name: "f1", metric: "f1_macro", truth, prediction },
});
const area = (truth: string, prediction: string, score: number): ScoredValue => ({
  ...{ name: "auc", metric: "roc_auc", truth, prediction, scores: { yes: score } },
  ...{ task: "binary", positive: "yes" },
});

test("metrics share the columns that are the same, and a line has them between its scores and its id", () => {
  const outcomes = kept([
    scoredResult("a case", [f1("yes", "no"), area("yes", "no", 0.25)]),
    scoredResult("b", [f1("no", "no"), area("no", "no", 0.1)]),
  ]);
  expect(outcomes?.scored).toEqual({
    texts: ["yes", "no"],
    columns: ["text", "text", "number"],
    metrics: {
      auc: {
        metric: "roc_auc",
        truth: 0,
        prediction: 1,
        scores: { yes: 2 },
        task: "binary",
        positive: "yes",
      },
      f1: { metric: "f1_macro", truth: 0, prediction: 1 },
    },
  });
  expect(outcomes?.cases).toEqual([
    "0 0 0123456789abcdef 0 - - 1 1 0 1 0 1 0.25 a case",
    "0 0 0123456789abcdef 0 - - 1 1 0 1 1 1 0.1 b",
  ]);
});

test("what is kept is read back, with repeats in their order, those without a value, and ids with spaces", () => {
  const results = [
    scoredResult("a case", [f1("x y", "z,1")], { repeat: 2 }),
    scoredResult("a case", [], { repeat: 1, status: "errored" }),
    scoredResult("a case", [f1("x y", "-")], { repeat: 0 }),
    scoredResult("none", [], { status: "errored" }),
  ];
  const outcomes = kept(results);
  expect(outcomes && keptScores(outcomes, "f1")).toEqual([
    [f1("x y", "-"), undefined, f1("x y", "z,1")],
    [undefined],
  ]);
  expect(outcomes && keptScores(outcomes, "other")).toBeUndefined();
  expect(outcomes && expandOutcomes(outcomes)?.map(({ id }) => id)).toEqual(["a case", "none"]);
  // Whatever the order in which the results came.
  expect(kept(results.toReversed())).toEqual(outcomes);
});

test("numbers are kept as numbers, to the last digit, and metrics inside of sets of graders are kept, too", () => {
  const error: ScoredValue = {
    ...{ name: "rmse", metric: "rmse", truth: "3.0", prediction: "3.0000000000000004", task: "regression" },
  };
  const inner = scoredResult("a", [error]);
  const set = { type: "assert-set", status: "passed", score: 1, weight: 1, reason: "" } as const;
  const outcomes = kept([{ ...inner, grades: [{ ...set, components: inner.grades }] }]);
  expect(outcomes?.scored).toMatchObject({ texts: [], columns: ["number", "number"] });
  expect(outcomes && keptScores(outcomes, "rmse")).toEqual([[{ ...error, truth: "3" }]]);
});

test("of an answer that is longer than the name of a class the digest is kept", () => {
  const answer = "The bird is an Adelie, since ".repeat(5);
  const outcomes = kept([scoredResult("a", [f1("Adelie", answer)])]);
  expect(outcomes?.scored?.texts).toEqual(["Adelie", expect.stringMatching(/^sha256:[0-9a-f]{16}$/)]);
});

test("without such a metric nothing is added, and of too many cases nothing is kept", () => {
  expect(kept([scoredResult("a", [])])).not.toHaveProperty("scored");
  const many = Array.from({ length: mostKeptOutcomes + 1 }, (_, index) => scoredResult(`${index}`, []));
  const columns = new ScoredColumns();
  for (const result of many) columns.add({ ...result, grades: scoredResult("", [f1("a", "a")]).grades });
  expect(columns.finish([])).toBeUndefined();
});

test("a line whose columns do not fit together says nothing", () => {
  const outcomes = kept([scoredResult("a", [f1("yes", "no")])]);
  for (const cells of ["0 7", "0 x", "0,0 1"]) {
    const cases = [`0 0 0123456789abcdef 0 - - 1 1 0 1 ${cells} a`];
    expect(outcomes && keptScores({ ...outcomes, cases }, "f1"), cells).toBeUndefined();
  }
});
