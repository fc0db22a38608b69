import { found, invalidAssertion, isMapping, requiredText } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import type { AssertionSpec } from "../types.js";
import { JudgeTalk } from "./judge-talk.js";

const instructions = `You compare the facts of a submitted answer with those of an expert's answer to the same question. Style, grammar and
length do not count. Choose the one category that holds:
A: the submitted answer says a part of what the expert says, and agrees with it.
B: the submitted answer says all that the expert says and more, and agrees with it.
C: the submitted answer says the same as the expert.
D: the submitted answer and the expert disagree.
E: the answers differ, but the difference does not matter for the facts.
Reply with one JSON object: {"reason": "one or two sentences", "category": "A", "B", "C", "D" or "E"}.`;

interface Category {
  /** The setting that changes its score. */
  readonly setting: string;
  readonly score: number;
  readonly meaning: string;
}

const categories: ReadonlyMap<string, Category> = new Map([
  ["A", { setting: "subset", score: 1, meaning: "a part of the reference, in agreement with it" }],
  ["B", { setting: "superset", score: 1, meaning: "the reference and more, in agreement with it" }],
  ["C", { setting: "agree", score: 1, meaning: "the same as the reference" }],
  ["D", { setting: "disagree", score: 0, meaning: "it disagrees with the reference" }],
  [
    "E",
    {
      setting: "differButFactual",
      score: 1,
      meaning: "it differs from the reference in what does not matter",
    },
  ],
]);

/** `factuality`: whether the answer's facts agree with those of a reference. Passes where the category's score is above 0. */
export const factuality: Grader = async (input, services) => {
  const { assertion, request, text } = input;
  const expected = requiredText(assertion);
  const talk = new JudgeTalk(input, services);
  const reply = await talk.ask(
    { instructions, material: { question: request.text, expert: expected, submitted: text } },
    { input: request.text, ideal: expected, completion: text },
  );
  // A judge that is asked with a prompt of the user's own may reply with the letter alone.
  const letter = /^\(?([A-Ea-e])\)?$/.exec(reply.plain)?.[1];
  const said = letter === undefined ? reply.object("category") : { category: letter };
  const { category } = said;
  const chosen = typeof category === "string" ? category.trim().toUpperCase() : "";
  const known = categories.get(chosen);
  if (!known) throw reply.wrong('has a "category" that is none of A to E');
  const score = scoreOf(assertion, known);
  const reason = reply.reason(said) || known.meaning;
  return talk.verdict({ passed: score > 0, score, reason: `${chosen}: ${reason}` });
};

/** `config: {factuality: {superset: 0.5}}`, or the setting by itself. */
function scoreOf(assertion: AssertionSpec, { setting, score }: Category): number {
  const { config } = assertion;
  const group = config["factuality"];
  const value = isMapping(group) ? group[setting] : config[setting];
  if (value === undefined) return score;
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw invalidAssertion(assertion, `config.${setting}: expected a number from 0 to 1, ${found(value)}`);
}
