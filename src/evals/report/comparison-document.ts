import type { AgainstBaseline } from "../outcomes/against-baseline.js";
import type { MetricComparison } from "../outcomes/types.js";

/** An evaluation against its suite's baseline, wherever it is told as JSON: the figures of the pass rate, then all others. */
export function comparisonDocument({
  baseline,
  comparison,
  counts,
  effect,
}: AgainstBaseline): Readonly<Record<string, unknown>> {
  const { path, evaluation, time, commit, author, message, partial } = baseline;
  const [passRate] = comparison.metrics;
  const { verdict, incomparable, metrics, slices, flipped, across } = comparison;
  const { added, removed, changed, regraded, ungraded } = comparison;
  return {
    baseline: path,
    accepted: {
      evaluation,
      time,
      commit: commit ?? null,
      author,
      message: message ?? null,
      partial: partial ?? null,
    },
    verdict: verdict ?? null,
    ...figuresOf(passRate),
    effect,
    ...{ incomparable, metrics, slices, counts, flipped, added, removed, changed, regraded, ungraded },
    ...(across && { across }),
  };
}

/** Null where nothing could be compared. */
function figuresOf(metric: MetricComparison | undefined): Readonly<Record<string, unknown>> {
  return {
    difference: metric?.difference ?? null,
    interval: metric?.interval ?? null,
    test: metric?.test ?? null,
    pValue: metric?.pValue ?? null,
    discordant: metric?.discordant ?? null,
    minimumDetectableEffect: metric?.minimumDetectableEffect ?? null,
    minimumDetectableCases: metric?.minimumDetectableCases ?? null,
  };
}
