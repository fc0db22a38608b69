import { invalidAssertion, numberSetting, settingOf } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import type { AssertionSpec } from "../types.js";

/**
 * `max-score`: of the answers to one test the one with the highest score by the other assertions passes; of several equal
 * ones the first. No model is asked. With a threshold (`value: {threshold}`) the best must reach it.
 */
export const maxScore: Grader = ({ assertion, rivals = [], own }) => {
  if (rivals.length === 0) {
    throw invalidAssertion(
      assertion,
      "there is nothing to compare: it needs at least two prompts or providers",
    );
  }
  const weights = settingOf(assertion, "weights");
  if (weights !== undefined) {
    throw invalidAssertion(
      assertion,
      "weights: not supported",
      "give the other assertions a weight of their own",
    );
  }
  if (own?.score === undefined) {
    throw invalidAssertion(
      assertion,
      "this answer has no score of its own: another assertion of the test must give one",
    );
  }
  const { place, score } = own;
  const others = rivals.map((rival) => rival.score ?? Number.NEGATIVE_INFINITY);
  const most = Math.max(score, ...others);
  const threshold = thresholdOf(assertion);
  const first = score === most && !others.slice(0, place).includes(most);
  const passed = first && score >= threshold;
  const figures = `score ${score.toFixed(3)}, highest ${most.toFixed(3)}`;
  const why =
    first && !passed ? `below the threshold ${threshold}` : passed ? "the highest" : "not the highest";
  return { passed, score: Number(passed), reason: `${why} (${figures})` };
};

/** Sums and averages choose the same, since all answers have the same assertions; but a threshold for sums is another one. */
function thresholdOf(assertion: AssertionSpec): number {
  const threshold = numberSetting(assertion, "threshold") ?? assertion.threshold;
  if (threshold !== undefined && settingOf(assertion, "method") === "sum") {
    throw invalidAssertion(
      assertion,
      "method sum: not supported with a threshold",
      "give the threshold of the average",
    );
  }
  return threshold ?? Number.NEGATIVE_INFINITY;
}
