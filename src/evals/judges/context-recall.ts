import { requiredText } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import { numbered } from "./judge-prompt.js";
import { JudgeTalk } from "./judge-talk.js";
import { contextOf } from "./judged-context.js";
import { sentencesOf } from "./sentences.js";
import { scored } from "./threshold.js";

const instructions = `You are given a context and the numbered sentences of a correct answer. Find the sentences that the context supports:
those whose statement can be drawn from the context alone.
Reply with one JSON object: {"reason": "one or two sentences", "supported": [numbers of the supported sentences]}.`;

/** `context-recall`: the share of a correct answer's sentences that the context holds. Threshold 0. */
export const contextRecall: Grader = async (input, services) => {
  const { assertion } = input;
  const truth = requiredText(assertion);
  const context = (await contextOf(input, services)).join("\n\n");
  const sentences = sentencesOf(truth);
  const talk = new JudgeTalk(input, services);
  const reply = await talk.ask(
    { instructions, material: { context, sentences: numbered(sentences) } },
    { context, groundTruth: truth, sentences },
  );
  const said = reply.object("supported");
  const supported = reply.numbers(said, "supported", sentences.length);
  const missing = sentences.filter((_, index) => !supported.includes(index + 1));
  const told =
    missing.length === 0 ? "the context holds all of it" : `not in the context: ${missing.join(" ")}`;
  return talk.verdict(scored(supported.length / sentences.length, assertion.threshold ?? 0, told));
};
