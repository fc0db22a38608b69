import type { Measured } from "../../stats/scoring/types.js";
import type { GroupSummary } from "../case-group.js";
import { estimatesOf, type SortedTimes } from "./estimates.js";
import type { CaseOutcome, Estimates } from "./types.js";

/**
 * A group's figures with how sure they are: its pass rate has the interval that clusters and repeats allow. Where cases were repeated, rates and
 * means are those over the cases, each the mean of its repeats, so that a case whose repeats broke counts as much as any other.
 */
export function estimatedGroup(
  group: GroupSummary,
  outcomes: readonly CaseOutcome[],
  times: SortedTimes,
  measures: Readonly<Record<string, Measured>>,
): GroupSummary {
  const estimates = estimatesOf(outcomes, times, measures);
  const { passRate, score } = estimates.metrics;
  const defined = Object.entries(measures).flatMap(([name, { value }]) =>
    value === null ? [] : [[name, value] as const],
  );
  return {
    ...group,
    interval: passRate?.interval ?? null,
    ...(group.total > outcomes.length && {
      passRate: passRate?.value ?? null,
      score: score?.value ?? null,
    }),
    metrics: {
      ...group.metrics,
      ...(group.total > outcomes.length && meansOf(group, estimates)),
      ...Object.fromEntries(defined),
    },
    estimates,
  };
}

function meansOf({ metrics }: GroupSummary, estimates: Estimates): Record<string, number> {
  const means = Object.keys(metrics).flatMap((name) => {
    const estimate = Object.hasOwn(estimates.metrics, name) ? estimates.metrics[name] : undefined;
    return estimate === undefined ? [] : [[name, estimate.value] as const];
  });
  return Object.fromEntries(means);
}
