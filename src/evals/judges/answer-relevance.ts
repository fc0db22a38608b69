import type { Grader } from "../graders/grader.js";
import { JudgeTalk } from "./judge-talk.js";
import { scored } from "./threshold.js";
import { cosine } from "./vectors.js";

const count = 3;

const instructions = `You are given an answer. Write ${count} different questions that it answers completely, each as a user might ask it.
If the answer says nothing, or only that it does not know, write questions to which just that would be the answer.
Reply with one JSON object: {"questions": ["first question", "second question", "third question"]}.`;

/** `answer-relevance`: how near questions that the answer would answer come to the one that was asked. Threshold 0. */
export const answerRelevance: Grader = async (input, services) => {
  const { assertion, test, text, request, vars } = input;
  const talk = new JudgeTalk(input, services);
  const reply = await talk.ask({ instructions, material: { answer: text } }, { answer: text });
  const questions = reply.texts(reply.object("questions"), "questions");
  if (questions.length === 0) throw reply.wrong("has no question");
  const query = vars.get("query");
  const asked = typeof query === "string" && query !== "" ? query : request.text;
  const provider = assertion.provider ?? test.options.gradingProvider;
  const embeddings = await services.embed([asked, ...questions], provider);
  talk.pay(embeddings);
  const [own, ...others] = embeddings.vectors;
  const scores = others.map((other) => cosine(own ?? [], other, assertion));
  const mean = scores.reduce((sum, score) => sum + score, 0) / questions.length;
  const told = questions.map(
    (question, index) => `${JSON.stringify(question)} ${(scores[index] ?? 0).toFixed(2)}`,
  );
  return talk.verdict(scored(mean, assertion.threshold ?? 0, `it would answer ${told.join(", ")}`));
};
