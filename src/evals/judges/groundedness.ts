import type { Json } from "../../prompts/types.js";
import type { Grader } from "../graders/grader.js";
import type { Grade } from "../types.js";
import type { JudgeReply } from "./judge-reply.js";
import { JudgeTalk } from "./judge-talk.js";
import { contextOf } from "./judged-context.js";
import { scored } from "./threshold.js";

const instructions = `You check an answer against a context. List every claim of fact that the answer makes, one after another; greetings,
questions and offers are no claims. For each, say what the context says of it:
"supported": the context says so; "contradicted": the context says otherwise; "not mentioned": the context does not tell.
Quote the sentence of the context that decides, word for word; use null where it is not mentioned.
Reply with one JSON object:
{"claims": [{"claim": "…", "verdict": "supported", "contradicted" or "not mentioned", "sentence": "…" or null}]};
the list is empty if the answer claims nothing.`;

const verdicts = ["supported", "contradicted", "not mentioned"] as const;

/**
 * `groundedness`: each claim of the answer against the context; a component for each. The score is the share of claims that
 * are supported; the threshold is 1. A claim counts as supported only where the sentence that is quoted for it does stand in
 * the context.
 */
export const groundedness: Grader = async (input, services) => {
  const context = (await contextOf(input, services)).join("\n\n");
  const threshold = input.assertion.threshold ?? 1;
  const talk = new JudgeTalk(input, services);
  const reply = await talk.ask(
    { instructions, material: { context, answer: input.text } },
    { context, output: input.text },
  );
  const claims = reply.objects(reply.object("claims"), "claims");
  if (claims.length === 0) return talk.verdict(scored(1, threshold, "the answer claims nothing"));
  const components = claims.map((claim) => gradeOf(claim, reply, context));
  const supported = components.filter(({ status }) => status === "passed").length;
  const first = components.find(({ status }) => status === "failed");
  const told = `${supported} of ${claims.length} claims are supported${first ? `; ${first.reason}` : ""}`;
  return talk.verdict({ ...scored(supported / claims.length, threshold, told), components });
};

function gradeOf(given: { readonly [key: string]: Json }, reply: JudgeReply, context: string): Grade {
  const { claim, sentence = null } = given;
  const verdict = verdicts.find((name) => name === given["verdict"]);
  if (typeof claim !== "string" || claim.trim() === "") throw reply.wrong("has a claim without a text");
  if (verdict === undefined) throw reply.wrong(`has a claim without a verdict: ${JSON.stringify(claim)}`);
  if (sentence !== null && typeof sentence !== "string")
    throw reply.wrong('has a "sentence" that is no text');
  const quoted = sentence?.trim() ?? "";
  if (verdict !== "not mentioned" && quoted === "")
    throw reply.wrong(`quotes no sentence for ${JSON.stringify(claim)}`);
  if (verdict === "not mentioned") return claimGrade(false, `not mentioned: ${claim}`);
  const stands = folded(context).includes(folded(quoted));
  if (verdict === "supported" && !stands) {
    return claimGrade(
      false,
      `not mentioned: ${claim} (the judge quotes what is not in the context: "${quoted}")`,
    );
  }
  return claimGrade(verdict === "supported", `${verdict}: ${claim} (context: "${quoted}")`);
}

function claimGrade(supported: boolean, reason: string): Grade {
  return {
    type: "claim",
    status: supported ? "passed" : "failed",
    score: Number(supported),
    weight: 1,
    reason,
  };
}

/** Judges change spaces, quotes and the last full stop when they quote. */
function folded(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[‐-―]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/^["'\s]+|["'.…\s]+$/g, "");
}
