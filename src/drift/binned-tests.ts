import { hellinger } from "../stats/drift/hellinger.js";
import { jensenShannon } from "../stats/drift/jensen-shannon.js";
import { psi, psiOfChance } from "../stats/drift/psi.js";
import { totalVariation } from "../stats/drift/total-variation.js";
import type { Counts } from "../stats/drift/types.js";
import type { Thresholds } from "./monitor.js";
import { testOf } from "./test-of.js";
import type { DriftTest } from "./verdict.js";

/**
 * Distances of two distributions over the same bins. The thresholds of all but total variation rise where there are few rows, so that chance
 * alone does not pass them.
 * @param open share of the rows that may or may not differ, since neither profile lists them.
 */
export function binnedTests(before: Counts, now: Counts, thresholds: Thresholds, open = 0): DriftTest[] {
  const [n, m] = [before, now].map((counts) => counts.reduce((sum, count) => sum + count, 0));
  if (n === undefined || m === undefined || n === 0 || m === 0) return [];
  const bins = before.filter((count, i) => count + (now[i] ?? 0) > 0).length;
  const distance = totalVariation(before, now);
  const chance = psiOfChance(bins, n, m);
  const distant = Math.sqrt(chance / 8);
  const { psi: index, jensen_shannon, hellinger: affinity } = thresholds;
  return [
    ...testOf(
      "total_variation",
      {
        statistic: distance,
        effect: distance,
        ...(open > 0 && { bounds: [distance, Math.min(1, distance + open)] as const }),
      },
      thresholds,
    ),
    ...testOf("psi", { statistic: psi(before, now), threshold: Math.max(index, chance) }, thresholds),
    ...testOf(
      "jensen_shannon",
      { statistic: jensenShannon(before, now), threshold: Math.max(jensen_shannon, distant) },
      thresholds,
    ),
    ...testOf(
      "hellinger",
      { statistic: hellinger(before, now), threshold: Math.max(affinity, distant) },
      thresholds,
    ),
  ];
}
