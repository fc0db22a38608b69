import { MlxError } from "../../core/errors.js";
import {
  found,
  invalidAssertion,
  numberSetting,
  requiredText,
  requiredThreshold,
  settingOf,
} from "./assertion-value.js";
import type { GradeInput, Grader } from "./grader.js";
import { atLeast, atMost, yesOrNo } from "./verdict.js";

/** What the provider did not report cannot be judged: neither passed nor failed. */
function reported<T>(
  { assertion, provider }: GradeInput,
  value: T | undefined,
  what: string,
  hint?: string,
): T {
  if (value !== undefined) return value;
  const message = `${assertion.type}: ${provider} reports no ${what}`;
  throw new MlxError("MLX_GRADER", message, hint === undefined ? {} : { hint });
}

/** Milliseconds of the call; of a cached answer those of the call that brought it. */
const latency: Grader = ({ assertion, answer }) =>
  atMost(answer.latencyMs, requiredThreshold(assertion, "milliseconds"), "the latency of", " ms");

/** Milliseconds to the first token. */
const ttft: Grader = (input) => {
  const most = requiredThreshold(input.assertion, "milliseconds");
  const hint = "it is measured where answers are streamed";
  return atMost(
    reported(input, input.answer.ttftMs, "time to the first token", hint),
    most,
    "the first token after",
    " ms",
  );
};

/** US dollars of the call. */
const cost: Grader = (input) => {
  const most = requiredThreshold(input.assertion, "US dollars");
  const hint = "its model has no price in mlx's table; the project can give it one";
  return atMost(reported(input, input.answer.costUsd, "cost", hint), most, "the cost of", " USD");
};

/** Tokens of the call: `which: total` (default), `input` or `output`, at most `threshold`, or between `min` and `max`. */
const tokens: Grader = (input) => {
  const { assertion, answer } = input;
  const which = settingOf(assertion, "which") ?? "total";
  if (which !== "total" && which !== "input" && which !== "output") {
    throw invalidAssertion(assertion, `which: expected one of total, input, output, ${found(which)}`);
  }
  const [min, max] = [
    numberSetting(assertion, "min"),
    numberSetting(assertion, "max") ?? assertion.threshold,
  ];
  if (min === undefined && max === undefined) requiredThreshold(assertion, "tokens");
  const usage = reported(input, answer.usage, "tokens");
  const count = which === "total" ? usage.input + usage.output : usage[which];
  const within = count >= (min ?? 0) && count <= (max ?? Number.POSITIVE_INFINITY);
  const range =
    max === undefined ? `at least ${min}` : `${min === undefined ? "" : `${min} to `}${max} at most`;
  return yesOrNo(within, `${count} tokens (${which}), wanted ${range}`);
};

/** Why the model stopped, in any case: `stop`, `length`, `tool_calls`, `content_filter`. */
const finishReason: Grader = ({ assertion, answer }) => {
  const wanted = requiredText(assertion);
  const given = answer.finishReason;
  if (given === undefined) return yesOrNo(false, "the provider gave no finish reason");
  const passed = given.toLowerCase() === wanted.toLowerCase();
  return yesOrNo(passed, `the finish reason is ${given}${passed ? "" : `, not ${wanted}`}`);
};

/** exp(−mean log probability) of the output's tokens, at most `threshold`; without one it only reports. */
const perplexity: Grader = (input) => {
  const value = Math.exp(-meanLogProbability(input));
  const { threshold, negated } = input.assertion;
  // Without a threshold there is nothing to fail, `not-` or not.
  if (threshold === undefined) return yesOrNo(!negated, `the perplexity is ${value.toFixed(4)}`);
  return atMost(value, threshold, "the perplexity of");
};

/** 1 / (1 + perplexity), at least `threshold`. */
const perplexityScore: Grader = (input) => {
  const score = 1 / (1 + Math.exp(-meanLogProbability(input)));
  const { threshold, negated } = input.assertion;
  if (threshold === undefined)
    return { passed: !negated, score, reason: `the perplexity score is ${score.toFixed(4)}` };
  return atLeast(score, threshold, "the perplexity score");
};

function meanLogProbability(input: GradeInput): number {
  const { logProbs = [] } = input.answer;
  const values = reported(input, logProbs.length > 0 ? logProbs : undefined, "log probabilities");
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!Number.isFinite(total))
    throw new MlxError("MLX_GRADER", "a log probability of the answer is no number");
  return total / values.length;
}

/** The provider's guardrails let the answer pass. A provider that reports none has flagged nothing. */
const guardrails: Grader = ({ answer }) => {
  const flagged = answer.guardrails?.flagged === true;
  return yesOrNo(!flagged, flagged ? "the provider's guardrails flagged it" : "no guardrail flagged it");
};

export const measureGraders: Readonly<Record<string, Grader>> = {
  latency,
  ttft,
  cost,
  tokens,
  "finish-reason": finishReason,
  perplexity,
  "perplexity-score": perplexityScore,
  guardrails,
};
