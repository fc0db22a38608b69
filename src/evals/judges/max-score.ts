import { found, invalidAssertion, isMapping, numberSetting, settingOf } from "../graders/assertion-value.js";
import type { Grader, PartScore } from "../graders/grader.js";
import type { AssertionSpec } from "../types.js";

/**
 * `max-score`: of the answers to one test the one with the highest score by the other assertions passes; of several equal
 * ones the first. No model is asked. `value: {method: average|sum, weights: {TYPE: WEIGHT}, threshold}`: with `weights`
 * assertions count by their type, 1 where none is named, else by their own weight. The best must reach the threshold.
 */
export const maxScore: Grader = ({ assertion, rivals = [], own }) => {
  if (rivals.length === 0) {
    throw invalidAssertion(
      assertion,
      "there is nothing to compare: it needs at least two prompts or providers",
    );
  }
  if (own?.scores === undefined || own.scores.length === 0) {
    throw invalidAssertion(
      assertion,
      "this answer has no score of its own: another assertion of the test must give one",
    );
  }
  const total = totalOf(assertion);
  const score = total(own.scores);
  const others = rivals.map(({ scores }) => (scores ? total(scores) : Number.NEGATIVE_INFINITY));
  const most = Math.max(score, ...others);
  const threshold = numberSetting(assertion, "threshold") ?? assertion.threshold ?? Number.NEGATIVE_INFINITY;
  const first = score === most && !others.slice(0, own.place).includes(most);
  const passed = first && score >= threshold;
  const figures = `score ${score.toFixed(3)}, highest ${most.toFixed(3)}`;
  const why =
    first && !passed ? `below the threshold ${threshold}` : passed ? "the highest" : "not the highest";
  return { passed, score: Number(passed), reason: `${why} (${figures})` };
};

/** What the scores of one answer come to. */
function totalOf(assertion: AssertionSpec): (scores: readonly PartScore[]) => number {
  const method = settingOf(assertion, "method") ?? "average";
  if (method !== "average" && method !== "sum")
    throw invalidAssertion(assertion, `method: expected average or sum, ${found(method)}`);
  const weights = weightsOf(assertion);
  return (scores) => {
    let [total, all] = [0, 0];
    for (const { type, score, weight: own } of scores) {
      const weight = weights ? (weights.get(type) ?? 1) : own;
      total += score * weight;
      all += weight;
    }
    if (method === "sum") return total;
    return all > 0 ? total / all : 0;
  };
}

function weightsOf(assertion: AssertionSpec): ReadonlyMap<string, number> | undefined {
  const weights = settingOf(assertion, "weights");
  if (weights === undefined || weights === null) return undefined;
  if (!isMapping(weights))
    throw invalidAssertion(
      assertion,
      `weights: expected a weight for types of assertions, ${found(weights)}`,
    );
  return new Map(
    Object.entries(weights).map(([type, weight]) => {
      if (typeof weight === "number" && weight >= 0) return [type, weight];
      throw invalidAssertion(assertion, `weights.${type}: expected a number of at least 0, ${found(weight)}`);
    }),
  );
}
