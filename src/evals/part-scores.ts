import type { PartScore } from "./graders/grader.js";
import type { Grade } from "./types.js";

/** What each assertion gave, the parts of a set in the place of the set. Errors give nothing. */
export function partScores(grades: readonly Grade[]): readonly PartScore[] {
  return grades.flatMap(({ type, score, weight, components = [] }): readonly PartScore[] => {
    if (type === "assert-set") return partScores(components);
    return score === undefined ? [] : [{ type, score, weight }, ...partScores(components)];
  });
}
