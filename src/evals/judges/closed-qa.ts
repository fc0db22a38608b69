import { requiredText } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import { JudgeTalk } from "./judge-talk.js";

const instructions = `You check whether a submitted answer to a question meets a criterion. Judge by the criterion alone.
Reply with one JSON object: {"reason": "one or two sentences", "pass": true or false}.`;

/** `model-graded-closedqa`: a model says yes or no to one criterion. */
export const closedQa: Grader = async (input, services) => {
  const { assertion, request, text } = input;
  const criterion = requiredText(assertion);
  const talk = new JudgeTalk(input, services, criterion);
  const reply = await talk.ask(
    { instructions, material: { question: request.text, criterion, submitted: text } },
    { input: request.text, criteria: criterion, completion: text },
  );
  // Prompts that were written for promptfoo ask for Y or N on the last line.
  const letter = /(?:^|\n)\s*([YN])$/.exec(reply.plain)?.[1];
  if (letter !== undefined) {
    const passed = letter === "Y";
    const before = reply.plain.slice(0, -1).trim();
    if (/(?:^|\n)\s*[YN]\s*(?:\n|$)/.test(before))
      throw reply.wrong("has several verdicts where one was asked for");
    return talk.verdict({ passed, score: Number(passed), reason: before || verdictOf(passed) });
  }
  const said = reply.object("pass");
  const passed = reply.truth(said, "pass");
  return talk.verdict({ passed, score: Number(passed), reason: reply.reason(said) || verdictOf(passed) });
};

function verdictOf(passed: boolean): string {
  return passed ? "it meets the criterion" : "it does not meet the criterion";
}
