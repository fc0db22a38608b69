import { describe, expect, test } from "vitest";
import { ScoredCases } from "../../../../src/evals/outcomes/scored-cases.js";
import type { ScoredValue } from "../../../../src/evals/outcomes/scored-value.js";
import { SummaryBuilder } from "../../../../src/evals/summary.js";
import type { CaseResult } from "../../../../src/evals/types.js";

const species = ["Adelie", "Gentoo", "Adelie", "Chinstrap"];
const told = ["Adelie", "Gentoo", "Gentoo", "Chinstrap"];

function result(
  index: number,
  scored: readonly Partial<ScoredValue>[],
  more: Partial<CaseResult> = {},
): CaseResult {
  return {
    ...{ id: `t${index}`, index, test: `t${index}`, prompt: "p", provider: "x", repeat: 0, status: "passed" },
    grades: scored.map((value) => ({
      ...{ type: "f1", status: "passed", score: 1, weight: 1, reason: "" },
      scored: { name: "f1", metric: "f1", truth: "", prediction: "", ...value },
    })),
    ...{ namedScores: {}, messages: [], vars: {}, tags: [], critical: false, cached: false, metadata: {} },
    slices: { island: index % 2 === 0 ? "Biscoe" : "Dream" },
    ...more,
  };
}

function gathered(results: readonly CaseResult[]): ScoredCases {
  const cases = new ScoredCases();
  for (const it of results) cases.add(it);
  return cases;
}

const penguins = species.map((truth, index) => result(index, [{ truth, prediction: told[index] ?? "" }]));

test("a metric is that of all cases, or of a part of them", () => {
  const cases = gathered(penguins);
  // Adelie 2/3, Chinstrap 1, Gentoo 2/3.
  expect(cases.measures()["f1"]).toMatchObject({ value: expect.closeTo(7 / 9, 12), n: 4 });
  expect(cases.measures({ slice: { island: "Dream" } })["f1"]).toMatchObject({ value: 1, n: 2 });
  expect(cases.measures({ slice: { island: "Torgersen" } })).toEqual({});
  expect(cases.measures({ prompt: "p", provider: "x" })["f1"]).toMatchObject({ n: 4 });
  expect(cases.measures({ prompt: "other" })).toEqual({});
  expect(cases.isEmpty).toBe(false);
  expect(gathered([]).isEmpty).toBe(true);
});

test("the repeats of a test are one unit", () => {
  const repeated = penguins.flatMap((it) => [it, { ...it, repeat: 1 }]);
  expect(gathered(repeated).measures()["f1"]).toMatchObject({ n: 8, units: 4, method: "cluster_bootstrap" });
});

test("results may come in any order", () => {
  const many = Array.from({ length: 6 }, (_, round) =>
    penguins.map((it) => ({ ...it, test: `${it.test}-${round}` })),
  );
  const all = many.flat();
  expect(gathered(all.toReversed()).measures()).toEqual(gathered(all).measures());
});

test("a metric that needs scores says that there are none", () => {
  const bare = gathered([result(0, [{ metric: "roc_auc", name: "auc", truth: "1", prediction: "1" }])]);
  expect(bare.measures()["auc"]).toEqual({
    value: null,
    reason: "a binary task without scores has no roc_auc",
  });
});

test("scores make areas, and the positive class may be named", () => {
  const rows = [
    ["spam", 0.9],
    ["ham", 0.2],
    ["spam", 0.4],
    ["ham", 0.6],
  ] as const;
  const cases = gathered(
    rows.map(([truth, score], index) =>
      result(index, [
        {
          metric: "roc_auc",
          name: "auc",
          truth,
          prediction: "spam",
          positive: "spam",
          scores: { spam: score },
        },
      ]),
    ),
  );
  expect(cases.measures()["auc"]).toMatchObject({ value: 0.75 });
  expect(cases.groups("island")).toEqual([
    { name: "Biscoe", n: 2, selected: 2, positives: 2, truePositives: 2 },
    { name: "Dream", n: 2, selected: 2, positives: 0, truePositives: 0 },
  ]);
});

test("classes that are called by numbers are classes", () => {
  const numbers = Array.from({ length: 30 }, (_, index) =>
    result(index, [{ truth: `${index}`, prediction: `${index}` }]),
  );
  expect(gathered(numbers).measures()["f1"]).toMatchObject({ value: 1 });
});

describe("in the summary", () => {
  const suite = { derived: [], gates: [] };

  test("the figure of all cases stands under its name, for the whole, slices and combinations", () => {
    const builder = new SummaryBuilder(suite);
    for (const it of penguins) builder.add(it);
    const summary = builder.finish();
    expect(summary.metrics["f1"]).toBeCloseTo(7 / 9, 12);
    expect(summary.slices.map(({ value, metrics }) => [value, metrics["f1"]])).toEqual([
      ["Biscoe", 1 / 3],
      ["Dream", 1],
    ]);
    expect(summary.combinations[0]?.metrics["f1"]).toBeCloseTo(7 / 9, 12);
  });

  test("what cases do not define is left out", () => {
    const builder = new SummaryBuilder(suite);
    builder.add(result(0, [{ metric: "roc_auc", name: "auc", truth: "1", prediction: "1" }]));
    expect(builder.finish().metrics).toEqual({});
  });
});
