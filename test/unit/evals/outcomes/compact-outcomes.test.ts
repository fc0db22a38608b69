import { expect, test } from "vitest";
import { compactOutcomes, expandOutcomes } from "../../../../src/evals/outcomes/compact-outcomes.js";
import { mostKeptOutcomes } from "../../../../src/evals/outcomes/most-kept-outcomes.js";
import type { CaseOutcome } from "../../../../src/evals/outcomes/types.js";

function outcome(id: string, more: Partial<CaseOutcome> = {}): CaseOutcome {
  return {
    ...{ id, prompt: "p", provider: "echo", passed: 1, graded: 1, errored: 0, score: 1, metrics: {} },
    ...{ critical: false, slices: {}, input: "0123456789abcdef", grading: "fedcba9876543210", ...more },
  };
}

test("what is kept is read back the same, also of cases with spaces in their ids and figures that only some have", () => {
  const outcomes = [
    outcome("a case, with spaces"),
    outcome("-", { metrics: { absolute_error: 0.125, __proto__x: -1e-7 }, cluster: "one island" }),
    outcome("3", { prompt: "q r", provider: "other", passed: 1, graded: 3, errored: 2, score: 1 / 3 }),
    outcome("4", { judges: ["0011223344556677", "8899aabbccddeeff"], input: "", grading: "" }),
  ];
  const compact = compactOutcomes(outcomes);
  expect(compact && expandOutcomes(compact)).toEqual(outcomes);
  expect(compact?.cases[0]).toBe("0 0 0123456789abcdef 0 - - 1 1 0 1 - - a case, with spaces");
});

test("of a case without a score there is none, and none is 0", () => {
  const { score: _, ...without } = outcome("a", { graded: 0, passed: 0, errored: 1 });
  const compact = compactOutcomes([without]);
  expect(compact && expandOutcomes(compact)).toEqual([without]);
});

test("of too many cases none are kept, and a line of another form gives nothing", () => {
  expect(
    compactOutcomes(Array.from({ length: mostKeptOutcomes + 1 }, (_, index) => outcome(`${index}`))),
  ).toBeUndefined();
  const compact = compactOutcomes([outcome("a")]);
  expect(compact && expandOutcomes({ ...compact, cases: ["7 0 x"] })).toBeUndefined();
});
