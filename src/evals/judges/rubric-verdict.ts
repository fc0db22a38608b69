import type { Verdict } from "../graders/grader.js";
import type { JudgeReply } from "./judge-reply.js";
import type { JudgeTalk } from "./judge-talk.js";
import { reaches } from "./threshold.js";

/** In which form a judge says whether something is met. */
export const rubricForm = `Reply with one JSON object: {"reason": "one or two sentences", "pass": true or false, "score": a number from 0 to 1}.`;

/** What a judge's `{reason, pass, score}` comes to. With a threshold the score must reach it, too. */
export function rubricVerdict(talk: JudgeTalk, reply: JudgeReply, threshold: number | undefined): Verdict {
  const said = reply.object("pass");
  const pass = reply.truth(said, "pass");
  const score = said["score"] === undefined ? Number(pass) : reply.number(said, "score", 0, 1);
  if (said["score"] !== undefined && score === Number(!pass)) {
    throw reply.wrong(`contradicts itself: "pass" is ${pass} and "score" is ${score}`);
  }
  const enough = threshold === undefined || reaches(score, threshold);
  const below = pass && !enough ? ` (score ${score.toFixed(2)} is below ${threshold})` : "";
  return talk.verdict({
    passed: pass && enough,
    score,
    reason: `${reply.reason(said) || noReason(pass)}${below}`,
  });
}

function noReason(pass: boolean): string {
  return `the judge ${pass ? "accepts" : "rejects"} it and says no reason`;
}
