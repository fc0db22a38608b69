import type { AssertionSpec } from "../types.js";
import { asksModel, GraderNames } from "./grader-names.js";

/** The assertion that a grader's name means, named as its grades are. @param assertions rendered, those of a case. */
export function judgeAssertion(
  assertions: readonly AssertionSpec[],
  grader: string,
): AssertionSpec | undefined {
  const names = new GraderNames();
  return leavesOf(assertions).find(
    ({ type, negated, metric }) =>
      asksModel(type) && grader === names.next(metric ?? (negated ? `not-${type}` : type)),
  );
}

function leavesOf(assertions: readonly AssertionSpec[]): readonly AssertionSpec[] {
  return assertions.flatMap((one) => (one.assertions === undefined ? [one] : leavesOf(one.assertions)));
}
