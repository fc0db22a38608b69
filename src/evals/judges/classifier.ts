import { parseJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { found, invalidAssertion, isMapping } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import type { AssertionSpec } from "../types.js";
import type { JudgeReply } from "./judge-reply.js";
import { JudgeTalk } from "./judge-talk.js";
import { scored } from "./threshold.js";

/**
 * `classifier`: a classifying model gives the output a label with at least this score (threshold 1); of several labels the
 * highest score counts, without a value that of any label. `not-classifier` with the labels of a toxicity model and a
 * threshold is a check for toxic output.
 */
export const classifier: Grader = async (input, services) => {
  const { assertion, text } = input;
  const wanted = labelsOf(assertion);
  const talk = new JudgeTalk(input, services, wanted ?? null);
  const reply = await talk.classify(text);
  const scores = scoresOf(reply);
  const counted =
    wanted === undefined
      ? [...scores]
      : wanted.map((label): [string, number] => [label, scores.get(label) ?? 0]);
  const [label, score] = counted.reduce(
    (best, next) => (next[1] > best[1] ? next : best),
    counted[0] ?? ["none", 0],
  );
  return talk.verdict(scored(score, assertion.threshold ?? 1, `label ${label}`));
};

function labelsOf(assertion: AssertionSpec): readonly string[] | undefined {
  const { value } = assertion;
  if (value === undefined || value === null || value === "") return undefined;
  const labels = [value].flat().filter((item) => typeof item === "string");
  if (labels.length === [value].flat().length && labels.length > 0) return labels;
  throw invalidAssertion(assertion, `value: expected a label or a list of labels, ${found(value)}`);
}

/** `{label: score}`, `[{label, score}]` as Hugging Face gives it, also once more in a list; or either as JSON text. */
function scoresOf(reply: JudgeReply): ReadonlyMap<string, number> {
  const { output } = reply.answer;
  const data = typeof output === "string" ? parseJson(output) : output;
  const inner = isMapping(data) ? (data["classification"] ?? data) : data;
  const entries = isMapping(inner) ? Object.entries(inner) : labelled([inner ?? null].flat(2));
  const scores = new Map<string, number>();
  for (const [label, score] of entries) {
    if (typeof score !== "number" || score < 0 || score > 1)
      throw reply.wrong(`has no score from 0 to 1 for ${label}`);
    scores.set(label, score);
  }
  if (scores.size === 0) throw reply.wrong("has no labels with scores");
  return scores;
}

function labelled(list: readonly Json[]): readonly (readonly [string, Json | undefined])[] {
  return list.flatMap((item): (readonly [string, Json | undefined])[] =>
    isMapping(item) && typeof item["label"] === "string" ? [[item["label"], item["score"]]] : [],
  );
}
