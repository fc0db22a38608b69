import { invalidAssertion, isMapping, numberSetting } from "../graders/assertion-value.js";
import type { GradeInput, Grader } from "../graders/grader.js";
import { JudgeTalk } from "./judge-talk.js";
import { scored } from "./threshold.js";

const instructions = `You are given a part of a conversation. Decide whether the assistant's last message is relevant: it responds to what the
user said last, or to what the conversation is about. Small talk that responds to small talk is relevant.
Reply with one JSON object: {"reason": "one sentence", "relevant": true or false}.`;

interface Turn {
  readonly input: string;
  readonly output: string;
}

/**
 * `conversation-relevance`: the share of the assistant's messages that are relevant, each judged with those before it
 * (`config.windowSize`, 5). The conversation is the variable `_conversation`, else the one question and answer. Threshold 0.
 */
export const conversationRelevance: Grader = async (input, services) => {
  const turns = turnsOf(input);
  const size = numberSetting(input.assertion, "windowSize") ?? 5;
  const talk = new JudgeTalk(input, services);
  const irrelevant: string[] = [];
  for (const [index, turn] of turns.entries()) {
    const window = turns.slice(Math.max(0, index - Math.max(1, size) + 1), index + 1);
    const conversation = window
      .map(({ input: user, output }) => `user: ${user}\nassistant: ${output}`)
      .join("\n");
    const reply = await talk.ask({ instructions, material: { conversation } }, { conversation });
    const said = reply.object("relevant");
    const reason = reply.reason(said);
    if (!reply.truth(said, "relevant"))
      irrelevant.push(`${index + 1}: ${reason === "" ? turn.output : reason}`);
  }
  const told =
    irrelevant.length === 0
      ? "every message is relevant"
      : `not relevant is message ${irrelevant.join("; ")}`;
  const share = (turns.length - irrelevant.length) / turns.length;
  return talk.verdict(scored(share, input.assertion.threshold ?? 0, told));
};

function turnsOf({ assertion, vars, request, text }: GradeInput): readonly Turn[] {
  const conversation = vars.get("_conversation");
  if (conversation === undefined) return [{ input: request.text, output: text }];
  const list = Array.isArray(conversation) ? conversation : [];
  const turns = list.flatMap((turn): Turn[] => {
    if (!isMapping(turn)) return [];
    const [user, output] = [turn["input"] ?? turn["prompt"], turn["output"]];
    return typeof user === "string" && typeof output === "string" ? [{ input: user, output }] : [];
  });
  if (turns.length > 0 && turns.length === list.length) return turns;
  throw invalidAssertion(assertion, "the variable _conversation is no list of turns with input and output");
}
