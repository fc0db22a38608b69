import type { Grader } from "../graders/grader.js";
import { answerRelevance } from "./answer-relevance.js";
import { classifier } from "./classifier.js";
import { closedQa } from "./closed-qa.js";
import { contextFaithfulness } from "./context-faithfulness.js";
import { contextRecall } from "./context-recall.js";
import { contextRelevance } from "./context-relevance.js";
import { conversationRelevance } from "./conversation-relevance.js";
import { factuality } from "./factuality.js";
import { gEval } from "./g-eval.js";
import { goalSuccess } from "./goal-success.js";
import { groundedness } from "./groundedness.js";
import { llmRubric } from "./llm-rubric.js";
import { maxScore } from "./max-score.js";
import { moderation } from "./moderation.js";
import { pairwise } from "./pairwise.js";
import { selectBest } from "./select-best.js";
import { similarCosine, similarDot, similarEuclidean } from "./similar.js";

const graders: ReadonlyMap<string, Grader> = new Map([
  ["llm-rubric", llmRubric],
  ["g-eval", gEval],
  ["factuality", factuality],
  ["model-graded-factuality", factuality],
  ["model-graded-closedqa", closedQa],
  ["answer-relevance", answerRelevance],
  ["context-recall", contextRecall],
  ["context-relevance", contextRelevance],
  ["context-faithfulness", contextFaithfulness],
  ["conversation-relevance", conversationRelevance],
  ["groundedness", groundedness],
  ["similar", similarCosine],
  ["similar:cosine", similarCosine],
  ["similar:dot", similarDot],
  ["similar:euclidean", similarEuclidean],
  ["classifier", classifier],
  ["moderation", moderation],
  ["select-best", selectBest],
  ["max-score", maxScore],
  ["pairwise", pairwise],
  ["trajectory:goal-success", goalSuccess],
]);

/** The graders that ask a model, or that compare several answers, by type (without `not-`). */
export function judgeOf(type: string): Grader | undefined {
  return graders.get(type);
}
