import type { Grader } from "../graders/grader.js";
import type { Grade } from "../types.js";
import { numbered } from "./judge-prompt.js";
import { JudgeTalk } from "./judge-talk.js";
import { contextOf, queryOf } from "./judged-context.js";
import { scored } from "./threshold.js";

const claimsInstructions = `You are given a question and an answer. Take the answer apart into the claims that it makes: short statements, each of
which can be understood by itself and is either true or false. Take nothing from elsewhere, and leave nothing out.
Reply with one JSON object: {"claims": ["first claim", "second claim"]}; the list is empty if the answer claims nothing.`;

const checkInstructions = `You are given a context and numbered claims. Decide for each claim whether it follows from the context alone.
Reply with one JSON object that has a verdict for every claim, in their order:
{"verdicts": [{"claim": 1, "supported": true or false, "reason": "one sentence"}]}.`;

/** `context-faithfulness`: the share of the answer's claims that follow from the context. Threshold 0. */
export const contextFaithfulness: Grader = async (input, services) => {
  const query = queryOf(input);
  const context = (await contextOf(input, services)).join("\n\n");
  const threshold = input.assertion.threshold ?? 0;
  const talk = new JudgeTalk(input, services);
  const listed = await talk.ask({
    instructions: claimsInstructions,
    material: { question: query, answer: input.text },
  });
  const claims = listed.texts(listed.object("claims"), "claims");
  if (claims.length === 0) return talk.verdict(scored(1, threshold, "the answer claims nothing"));
  const reply = await talk.ask({
    instructions: checkInstructions,
    material: { context, claims: numbered(claims) },
  });
  const verdicts = reply.objects(reply.object("verdicts"), "verdicts");
  if (verdicts.length !== claims.length)
    throw reply.wrong(`has ${verdicts.length} verdicts for ${claims.length} claims`);
  const components = claims.map((claim, index): Grade => {
    const verdict = verdicts[index] ?? {};
    if (verdict["claim"] !== index + 1)
      throw reply.wrong(`has no verdict for claim ${index + 1} in its place`);
    const supported = reply.truth(verdict, "supported");
    const reason = reply.reason(verdict);
    return {
      type: "claim",
      status: supported ? "passed" : "failed",
      score: Number(supported),
      weight: 1,
      reason: `${supported ? "supported" : "not supported"}: ${claim}${reason === "" ? "" : ` (${reason})`}`,
    };
  });
  const supported = components.filter(({ status }) => status === "passed").length;
  const told = `${supported} of ${claims.length} claims follow from the context`;
  return talk.verdict({ ...scored(supported / claims.length, threshold, told), components });
};
