import { expect, test } from "vitest";
import { countsOf } from "../../../../../src/evals/outcomes/against-baseline.js";
import { compareOutcomes } from "../../../../../src/evals/outcomes/compare-outcomes.js";
import type { CaseOutcome } from "../../../../../src/evals/outcomes/types.js";
import { ComparisonPage } from "../../../../../src/evals/report/html/comparison-page.js";
import { caseResult } from "../../../../support/evals/case-result.js";
import { outcomes } from "../../../../support/evals/outcomes.js";
import { readPage } from "../../../../support/html/read-page.js";

function pageOf(before: readonly CaseOutcome[], after: readonly CaseOutcome[]): ComparisonPage {
  const comparison = compareOutcomes(
    { outcomes: before, judges: [] },
    { outcomes: after, judges: [] },
    { effect: 0.05 },
  );
  const sides = [
    { about: "the baseline", outcomes: before },
    { about: "the last one", outcomes: after, showCommand: "mlx eval show B --case CASE" },
  ] as const;
  return new ComparisonPage("support", sides, comparison, countsOf(comparison));
}

const resultOf = ({ id, prompt, provider, passed }: CaseOutcome, output: string) =>
  caseResult({ ...{ id, test: id, prompt, provider, output }, status: passed === 1 ? "passed" : "failed" });

test("both sides have rows; where results are elsewhere only outcomes", () => {
  const [before, after] = [outcomes(10, () => true), outcomes(10, (index) => index > 1)];
  const page = pageOf(before, after);
  for (const outcome of before) page.addOutcome(0, outcome);
  for (const outcome of after) page.add(1, resultOf(outcome, "an answer"));
  const { data, policyFits } = readPage(page.finish());
  expect(policyFits).toBe(true);
  expect(data.combinations.map(({ side }) => side)).toEqual([0, 1]);
  expect(data.rows).toHaveLength(20);
  expect(data.rows.filter(({ bare }) => bare).length).toBe(10);
  expect(data.rows.filter(({ flip }) => flip === "regressed").map(({ id, c }) => [id, c])).toEqual([
    ["c0000", 0],
    ["c0001", 0],
    ["c0000", 1],
    ["c0001", 1],
  ]);
  expect(data.show).toEqual([null, "mlx eval show B --case CASE"]);
});

test("a prompt that was exchanged is still the same case", () => {
  const before = outcomes(
    10,
    () => true,
    () => ({ prompt: "answer@1" }),
  );
  const after = outcomes(
    10,
    (index) => index !== 4,
    () => ({ prompt: "answer@2" }),
  );
  const page = pageOf(before, after);
  for (const outcome of before) page.add(0, resultOf(outcome, "before"));
  for (const outcome of after) page.add(1, resultOf(outcome, "after"));
  const { data } = readPage(page.finish());
  expect(data.rows.filter(({ flip }) => flip).map(({ id, c }) => [id, data.combinations[c]?.prompt])).toEqual(
    [
      ["c0004", "answer@1"],
      ["c0004", "answer@2"],
    ],
  );
});

test("of many cases flipped and failed ones keep their rows on both sides, and the page stays under 2 MB", () => {
  const [before, after] = [outcomes(5000, () => true), outcomes(5000, (index) => index % 100 !== 99)];
  const page = pageOf(before, after);
  for (const outcome of before) page.add(0, resultOf(outcome, `${outcome.id} ${"before ".repeat(900)}`));
  for (const outcome of after) page.add(1, resultOf(outcome, `${outcome.id} ${"after ".repeat(900)}`));
  const text = page.finish();
  expect(Buffer.byteLength(text)).toBeLessThan(2_000_000);
  const { data } = readPage(text);
  expect(data.rows.filter(({ flip }) => flip)).toHaveLength(100);
  expect(data.rows).toHaveLength(1600);
  expect(data.leftOut).toBe(8400);
});
