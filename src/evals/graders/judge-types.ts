/** The types that a model judges, or that compare several answers: their graders are in `judges`. */
export const judgeTypes: readonly string[] = [
  ...[
    "llm-rubric",
    "g-eval",
    "factuality",
    "model-graded-factuality",
    "model-graded-closedqa",
    "answer-relevance",
  ],
  ...[
    "context-recall",
    "context-relevance",
    "context-faithfulness",
    "conversation-relevance",
    "groundedness",
  ],
  ...["similar", "similar:cosine", "similar:dot", "similar:euclidean", "classifier", "moderation"],
  ...["select-best", "max-score", "pairwise", "trajectory:goal-success"],
];
