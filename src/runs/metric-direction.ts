/** Whether a metric is better when it is smaller or greater. */
export type Direction = "min" | "max";

const smaller =
  /^(?:loss|losses|error|errors|err|mse|rmse|rmsle|mae|mape|smape|msle|medae|mase|nll|perplexity|ppl|wer|cer|latency|duration|brier|ece|mce|fid|divergence|kl|kld|distance|regret|deviance|entropy|crossentropy|xent|bpb|bpc|eer|fpr|fnr|rank|time|runtime)$/;
const greater =
  /^(?:accuracy|acc|auc|auroc|aucpr|auprc|f1|f2|fbeta|precision|recall|sensitivity|specificity|r2|bleu|sacrebleu|chrf|rouge|rougel|rouge1|rouge2|meteor|map|iou|miou|dice|ndcg|mrr|kappa|mcc|reward|psnr|ssim|throughput|tpr|tnr|elbo|likelihood)$/;
/** Says so where no other word does: a Brier score is an error. */
const weaklyGreater = /^scores?$/;
/** As in scikit-learn's `neg_mean_squared_error`. */
const opposite = /^neg(?:ative)?$/;

/**
 * The direction that a metric's name tells, by its words: `val_loss` and `eval/rmse` are better when smaller,
 * `test.accuracy` and `roc_auc` when greater, `neg_mean_squared_error` too. A name with words of both kinds, or of none,
 * tells nothing.
 */
export function directionOf(metric: string): Direction | undefined {
  const words = metric
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const says = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  const down = says(smaller);
  const up = says(greater) || (!down && says(weaklyGreater));
  if (down === up) return undefined;
  return down === says(opposite) ? "max" : "min";
}

/** Whether `value` is better than `other`: NaN never is, and every other value is better than NaN. */
export function isBetter(value: number, other: number, direction: Direction): boolean {
  if (Number.isNaN(value)) return false;
  if (Number.isNaN(other)) return true;
  return direction === "min" ? value < other : value > other;
}

/** What people look at first has more: metrics of held-out data, then those known to be good or bad; machine load has least. */
export function metricWorth(metric: string): number {
  if (/^system\//.test(metric)) return -1;
  const heldOut = /(?:^|[^a-z])(?:val|valid|validation|test|eval|dev)(?:[^a-z]|$)/i.test(metric);
  return (heldOut ? 2 : 0) + (directionOf(metric) === undefined ? 0 : 1);
}
