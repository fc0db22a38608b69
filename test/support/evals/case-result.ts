import type { CaseResult, Grade } from "../../../src/evals/types.js";

export function grade(more: Partial<Grade> = {}): Grade {
  return { type: "contains", status: "passed", score: 1, weight: 1, reason: "it is there", ...more };
}

/** A passed case, unless something else is said. */
export function caseResult(more: Partial<CaseResult> = {}): CaseResult {
  return {
    ...{
      id: `c${more.index ?? 0}`,
      index: 0,
      test: "t",
      prompt: "p",
      provider: "echo",
      repeat: 0,
      status: "passed",
    },
    ...{
      grades: [],
      namedScores: {},
      messages: [],
      vars: {},
      slices: {},
      tags: [],
      critical: false,
      cached: false,
    },
    metadata: {},
    ...more,
  };
}
