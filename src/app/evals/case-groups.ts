import type { AssertionSpec, EvalCase } from "../../evals/types.js";

/** Graders that look at what the others answered to the same test. */
const comparing = new Set(["select-best", "max-score", "pairwise"]);

/** Whether an assertion, or one inside of it, compares the answer with others to the same test. */
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
export async function* caseGroups(
  cases: AsyncIterable<readonly EvalCase[]>,
): AsyncGenerator<readonly (readonly EvalCase[])[]> {
  let group: EvalCase[] = [];
  for await (const items of cases) {
    const groups: (readonly EvalCase[])[] = [];
    for (const item of items) {
      const [first] = group;
      if (first !== undefined && !(first.test === item.test && first.repeat === item.repeat)) {
        groups.push(group);
        group = [];
      }
      if (item.test.assertions.some(isComparing)) group.push(item);
      else groups.push([item]);
    }
    if (groups.length > 0) yield groups;
  }
  if (group.length > 0) yield [group];
}
