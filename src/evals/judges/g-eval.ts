import { requiredTexts } from "../graders/assertion-value.js";
import type { Grader } from "../graders/grader.js";
import { JudgeTalk } from "./judge-talk.js";
import { scored } from "./threshold.js";

const stepsInstructions = `You prepare the grading of answers. Write three to five short steps by which a grader can tell how well an
answer meets the criteria. The steps must follow from the criteria alone.
Reply with one JSON object: {"steps": ["first step", "second step"]}.`;

const gradeInstructions = `You grade an answer to a question by criteria, following the steps one after another.
Reply with one JSON object: {"reason": "one or two sentences", "score": a whole number from 0 to 10}.
10 means that the answer meets the criteria fully, 0 that it does not meet them at all.`;

const most = 10;

/** `g-eval`: steps are made of the criteria, then the answer is graded by them; several criteria are averaged. Threshold 0.7. */
export const gEval: Grader = async (input, services) => {
  const { assertion, request, text } = input;
  const criteria = requiredTexts(assertion);
  const talk = new JudgeTalk(input, services, criteria);
  const grades = [];
  for (const criterion of criteria) {
    const asked = await talk.ask(
      { instructions: stepsInstructions, material: { criteria: criterion } },
      { criteria: criterion },
      "steps",
    );
    const steps = asked.texts(asked.object("steps"), "steps");
    if (steps.length === 0) throw asked.wrong("has no step");
    const list = steps.map((step) => `- ${step}`).join("\n");
    const material = { criteria: criterion, steps: list, question: request.text, answer: text };
    const names = {
      criteria: criterion,
      steps: steps.join("\n- "),
      maxScore: String(most),
      input: request.text,
      output: text,
    };
    const reply = await talk.ask({ instructions: gradeInstructions, material }, names, "evaluate");
    const said = reply.object("score");
    grades.push({ score: reply.number(said, "score", 0, most) / most, reason: reply.reason(said) });
  }
  const score = grades.reduce((sum, grade) => sum + grade.score, 0) / grades.length;
  const reasons = grades.map(({ reason }) => reason).filter((reason) => reason !== "");
  return talk.verdict(scored(score, assertion.threshold ?? 0.7, reasons.join("; ")));
};
