import { found, invalidAssertion } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import type { AssertionSpec } from "../types.js";
import { JudgeTalk } from "./judge-talk.js";
import { reaches } from "./threshold.js";

const instructions = `You grade an answer against a rubric. Decide whether the answer does what the rubric asks, and how well.
Reply with one JSON object: {"reason": "one or two sentences", "pass": true or false, "score": a number from 0 to 1}.
"score" is 1 for an answer that meets the rubric fully and 0 for one that does not meet it at all; "pass" must agree with it.`;

/** `llm-rubric`: a model says whether the answer meets a rubric. With a threshold the score must reach it, too. */
export const llmRubric: Grader = async (input, services) => {
  const rubric = rubricOf(input.assertion);
  const talk = new JudgeTalk(input, services, rubric);
  const reply = await talk.ask(
    { instructions, material: { rubric, answer: input.text } },
    { rubric, output: input.text },
  );
  const said = reply.object("pass");
  const pass = reply.truth(said, "pass");
  const score = said["score"] === undefined ? Number(pass) : reply.number(said, "score", 0, 1);
  if (said["score"] !== undefined && score === Number(!pass)) {
    throw reply.wrong(`contradicts itself: "pass" is ${pass} and "score" is ${score}`);
  }
  const { threshold } = input.assertion;
  const enough = threshold === undefined || reaches(score, threshold);
  const below = pass && !enough ? ` (score ${score.toFixed(2)} is below ${threshold})` : "";
  return talk.verdict({
    passed: pass && enough,
    score,
    reason: `${reply.reason(said) || noReason(pass)}${below}`,
  });
};

function noReason(pass: boolean): string {
  return `the judge ${pass ? "accepts" : "rejects"} it and says no reason`;
}

function rubricOf(assertion: AssertionSpec): string {
  const { value } = assertion;
  if (typeof value === "string" && value.trim() !== "") return value;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (value === undefined && assertion.rubricPrompt !== undefined) return "";
  throw invalidAssertion(assertion, `value: expected the rubric as a text, ${found(value)}`);
}
