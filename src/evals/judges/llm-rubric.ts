import { found, invalidAssertion } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import type { AssertionSpec } from "../types.js";
import { JudgeTalk } from "./judge-talk.js";
import { rubricForm, rubricVerdict } from "./rubric-verdict.js";

const instructions = `You grade an answer against a rubric. Decide whether the answer does what the rubric asks, and how well.
${rubricForm}
"score" is 1 for an answer that meets the rubric fully and 0 for one that does not meet it at all; "pass" must agree with it.`;

/** `llm-rubric`: a model says whether the answer meets a rubric. With a threshold the score must reach it, too. */
export const llmRubric: Grader = async (input, services) => {
  const rubric = rubricOf(input.assertion);
  const talk = new JudgeTalk(input, services, rubric);
  const reply = await talk.ask(
    { instructions, material: { rubric, answer: input.text } },
    { rubric, output: input.text },
  );
  return rubricVerdict(talk, reply, input.assertion.threshold);
};

function rubricOf(assertion: AssertionSpec): string {
  const { value } = assertion;
  if (typeof value === "string" && value.trim() !== "") return value;
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  if (value === undefined && assertion.rubricPrompt !== undefined) return "";
  throw invalidAssertion(assertion, `value: expected the rubric as a text, ${found(value)}`);
}
