import type { Baseline } from "../../../src/evals/outcomes/baseline.js";
import { summarizeOutcomes } from "../../../src/evals/outcomes/summarize-outcomes.js";
import type { CaseOutcome } from "../../../src/evals/outcomes/types.js";

export const digestA = "0123456789abcdef";
export const digestB = "fedcba9876543210";

/** A case that passed once. */
export function outcome(id: string, more: Partial<CaseOutcome> = {}): CaseOutcome {
  return {
    ...{ id, prompt: "p", provider: "echo", passed: 1, graded: 1, errored: 0, metrics: {} },
    ...{ critical: false, slices: {}, input: digestA, grading: digestB },
    ...more,
  };
}

/** `count` cases, of which those that `isPassed` names have passed. */
export function outcomes(
  count: number,
  isPassed: (index: number) => boolean,
  more: (index: number) => Partial<CaseOutcome> = () => ({}),
): CaseOutcome[] {
  return Array.from({ length: count }, (_, index) =>
    outcome(`c${String(index).padStart(4, "0")}`, {
      passed: isPassed(index) ? 1 : 0,
      score: isPassed(index) ? 1 : 0,
      ...more(index),
    }),
  );
}

export function baselineOf(cases: readonly CaseOutcome[], more: Partial<Baseline> = {}): Baseline {
  return {
    suite: "support",
    file: "evals/support.eval.yaml",
    evaluation: "01KB7V0YRG0000000000000000",
    ran: "2026-05-12T08:00:00.000Z",
    time: "2026-05-12T09:30:00.000Z",
    author: { name: "Ada", email: "ada@example.com" },
    message: "Answers in German, too",
    commit: "a".repeat(40),
    dirty: false,
    digests: { "evals/support.eval.yaml": "b".repeat(64) },
    judges: [],
    prompts: ["p"],
    providers: ["echo"],
    summary: summarizeOutcomes(cases),
    cases,
    ...more,
  };
}
