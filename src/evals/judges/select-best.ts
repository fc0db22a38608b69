import { sha256Of } from "../../core/sha256.js";
import { invalidAssertion, requiredText } from "../graders/assertion-value.js";
import type { GradeInput, Grader } from "../graders/grader.js";
import { JudgeTalk } from "./judge-talk.js";

const instructions = `You compare answers to the same question. Choose the one that meets the criterion best. Neither their order nor their
length counts unless the criterion says so.
Reply with one JSON object: {"reason": "one or two sentences", "best": the number of the best answer}.`;

/**
 * `select-best`: of the answers to one test a model chooses the best; that one passes. Every case of the test asks the same
 * question, so that they agree on the answer.
 */
export const selectBest: Grader = async (input, services) => {
  const criterion = requiredText(input.assertion);
  const { texts, own } = candidatesOf(input);
  const talk = new JudgeTalk(input, services, criterion);
  const answers = texts.map((text, index): [string, string] => [`answer ${index}`, text]);
  const reply = await talk.ask(
    { instructions, material: { criterion, ...Object.fromEntries(answers) } },
    { criteria: criterion, outputs: texts },
  );
  // Prompts that were written for promptfoo ask for the number alone.
  const said = /^\d+$/.test(reply.plain) ? { best: Number(reply.plain) } : reply.object("best");
  const best = reply.number(said, "best", 0, texts.length - 1);
  if (!Number.isInteger(best)) throw reply.wrong(`has the best ${best}, which is no answer's number`);
  const chosen = best === own;
  const reason = reply.reason(said);
  return talk.verdict({
    passed: chosen,
    score: Number(chosen),
    reason: `${chosen ? "chosen as the best" : "another answer was chosen"}${reason === "" ? "" : `: ${reason}`}`,
  });
};

/** All answers, in the order of the cases; where that is not known, each text once, in an order that all cases share. */
function candidatesOf({ assertion, rivals = [], own, text }: GradeInput): {
  texts: readonly string[];
  own: number;
} {
  if (rivals.length === 0) {
    throw invalidAssertion(
      assertion,
      "there is nothing to compare: it needs at least two prompts or providers",
    );
  }
  const others = rivals.map((rival) => rival.text);
  if (own) return { texts: others.toSpliced(own.place, 0, text), own: own.place };
  const texts = [...new Set([text, ...others])].sort((a, b) => (sha256Of(a) < sha256Of(b) ? -1 : 1));
  return { texts, own: texts.indexOf(text) };
}
