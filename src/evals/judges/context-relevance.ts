import type { Grader } from "../graders/grader.js";
import { numbered } from "./judge-prompt.js";
import { JudgeTalk } from "./judge-talk.js";
import { contextOf, queryOf } from "./judged-context.js";
import { unitsOf } from "./sentences.js";
import { scored } from "./threshold.js";

const instructions = `You are given a question and the numbered parts of a context that was looked up for it. Find the parts that help to
answer the question. A part that is about the same subject but says nothing that the answer needs does not help.
Reply with one JSON object: {"reason": "one or two sentences", "relevant": [numbers of the parts that help]}.`;

/** `context-relevance`: the share of the context that the question needs: passages, lines or sentences. Threshold 0. */
export const contextRelevance: Grader = async (input, services) => {
  const query = queryOf(input);
  const passages = await contextOf(input, services);
  const units = passages.length > 1 ? passages : unitsOf(passages.join("\n"));
  const talk = new JudgeTalk(input, services);
  const reply = await talk.ask(
    { instructions, material: { question: query, context: numbered(units) } },
    { query, context: passages.join("\n\n"), units },
  );
  const said = reply.object("relevant");
  const relevant = reply.numbers(said, "relevant", units.length);
  const told = `${relevant.length} of ${units.length} parts of the context help`;
  const reason = reply.reason(said);
  const verdict = scored(relevant.length / units.length, input.assertion.threshold ?? 0, told);
  return talk.verdict(reason === "" ? verdict : { ...verdict, reason: `${verdict.reason}: ${reason}` });
};
