import { invalidAssertion, requiredText, settingOf } from "../graders/assertion-value.js";
import type { GradeInput, Grader } from "../graders/grader.js";
import type { PreferredPlace } from "../proof-facts.js";
import type { Grade } from "../types.js";
import type { JudgeReply } from "./judge-reply.js";
import { JudgeTalk } from "./judge-talk.js";
import { scored } from "./threshold.js";

const instructions = `You compare two answers to the same question by a criterion. Neither their order nor their length counts unless the
criterion says so.
Reply with one JSON object: {"reason": "one or two sentences", "better": "first", "second" or "tie"}.`;

/**
 * `pairwise`: is the answer at least as good as another, `config.reference`, else each of its rivals? A model is asked twice,
 * in both orders; where it does not say the same both times, it is a tie. Won 1, tie 0.5, lost 0; threshold 0.5.
 */
export const pairwise: Grader = async (input, services) => {
  const criterion = requiredText(input.assertion);
  const talk = new JudgeTalk(input, services, criterion);
  const components: Grade[] = [];
  for (const other of opponentsOf(input)) {
    const ask = async (first: string, second: string, ours: "first" | "second"): Promise<Told> => {
      const reply = await talk.ask(
        { instructions, material: { question: input.request.text, criterion, first, second } },
        { criteria: criterion, input: input.request.text, first, second },
      );
      return toldBy(reply, ours);
    };
    const forth = await ask(input.text, other.text, "first");
    const back = await ask(other.text, input.text, "second");
    components.push(compared(other.label, forth, back));
  }
  const score = components.reduce((sum, grade) => sum + (grade.score ?? 0), 0) / components.length;
  const told = components.map(({ reason }) => reason).join("; ");
  return talk.verdict({ ...scored(score, input.assertion.threshold ?? 0.5, told), components });
};

function opponentsOf({ assertion, rivals = [] }: GradeInput): readonly { label: string; text: string }[] {
  const reference = settingOf(assertion, "reference");
  if (typeof reference === "string") return [{ label: "the reference", text: reference }];
  if (rivals.length > 0) return rivals;
  throw invalidAssertion(
    assertion,
    "there is nothing to compare with",
    "give it config.reference, or the suite a second prompt or provider",
  );
}

interface Told {
  /** 1 where our answer was found better, -1 where the other was, 0 for a tie. */
  readonly side: number;
  readonly better: PreferredPlace;
  readonly reason: string;
}

function toldBy(reply: JudgeReply, ours: "first" | "second"): Told {
  const said = reply.object("better");
  const { better } = said;
  const reason = reply.reason(said);
  if (better === "tie") return { side: 0, better, reason };
  if (better !== "first" && better !== "second")
    throw reply.wrong('has a "better" that is not first, second or tie');
  return { side: better === ours ? 1 : -1, better, reason };
}

function compared(label: string, forth: Told, back: Told): Grade {
  const agreed = forth.side === back.side;
  const side = agreed ? forth.side : 0;
  const relation = side > 0 ? "better than" : side < 0 ? "worse than" : "as good as";
  const why = agreed ? forth.reason : "the judge changed its mind with the order";
  return {
    type: "comparison",
    status: side < 0 ? "failed" : "passed",
    score: (side + 1) / 2,
    weight: 1,
    reason: `${relation} ${label}${why === "" ? "" : `: ${why}`}`,
    orders: [forth.better, back.better],
  };
}
