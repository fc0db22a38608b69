import { judgeTypes } from "../graders/judge-types.js";
import type { AssertionSpec } from "../types.js";
import { asksNobody } from "./judged-grades.js";

/** The assertion that a grader's name means, named as its grades are. @param assertions rendered, those of a case. */
export function judgeAssertion(
  assertions: readonly AssertionSpec[],
  grader: string,
): AssertionSpec | undefined {
  const seen = new Map<string, number>();
  return leavesOf(assertions).find(({ type, negated, metric }) => {
    if (!judgeTypes.includes(type) || asksNobody.test(type)) return false;
    const name = metric ?? (negated ? `not-${type}` : type);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return grader === (count === 1 ? name : `${name}#${count}`);
  });
}

function leavesOf(assertions: readonly AssertionSpec[]): readonly AssertionSpec[] {
  return assertions.flatMap((one) => (one.assertions === undefined ? [one] : leavesOf(one.assertions)));
}
