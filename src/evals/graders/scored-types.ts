/** Metrics of classes, of probabilities and of predicted numbers: graders are called after them. */
const ofClasses = [
  ...["accuracy", "balanced_accuracy", "precision", "recall", "specificity", "f1", "mcc", "kappa"],
  "hamming_loss",
];
const ofScores = ["roc_auc", "pr_auc", "log_loss", "brier", "ece"];
const ofNumbers = ["mae", "mse", "rmse", "median_ae", "mape", "r2"];

export const scoredTypes: readonly string[] = [...ofClasses, ...ofScores, ...ofNumbers];

/** What a metric is of; undefined for a type that is no metric. */
export function scoredKind(type: string): "classes" | "scores" | "numbers" | undefined {
  if (ofClasses.includes(type)) return "classes";
  if (ofScores.includes(type)) return "scores";
  return ofNumbers.includes(type) ? "numbers" : undefined;
}

/** Whether a metric is better when it is smaller. */
export function isLoss(type: string): boolean {
  return (
    ["hamming_loss", "log_loss", "brier", "ece"].includes(type) || (ofNumbers.includes(type) && type !== "r2")
  );
}

/** The averages that a metric has over several classes. */
export function averagesOf(type: string): readonly string[] {
  if (["precision", "recall", "f1"].includes(type)) return ["macro", "micro", "weighted", "samples"];
  return ["roc_auc", "pr_auc"].includes(type) ? ["macro", "weighted"] : [];
}
