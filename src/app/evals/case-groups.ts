import type { AssertionSpec, EvalCase } from "../../evals/types.js";

/** Graders that look at what the others answered to the same test. */
const comparing = new Set(["select-best", "max-score", "pairwise"]);

export function isComparing({ type, assertions = [] }: AssertionSpec): boolean {
  return comparing.has(type) || assertions.some(isComparing);
}

/** Whether the scores of the others count, too. */
export function needsScores({ type, assertions = [] }: AssertionSpec): boolean {
  return type === "max-score" || assertions.some(needsScores);
}

/**
 * Cases that are judged together: those of one test and one repeat, where an assertion compares them; all others are alone.
 * Cases of a test and a repeat stand one after another.
 */
export async function* caseGroups(cases: AsyncIterable<EvalCase>): AsyncGenerator<readonly EvalCase[]> {
  let group: EvalCase[] = [];
  for await (const item of cases) {
    const [first] = group;
    if (first !== undefined && !(first.test === item.test && first.repeat === item.repeat)) {
      yield group;
      group = [];
    }
    if (item.test.assertions.some(isComparing)) group.push(item);
    else yield [item];
  }
  if (group.length > 0) yield group;
}
