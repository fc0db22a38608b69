import { compareBytes } from "../core/byte-order.js";
import { mcnemarExact } from "./mcnemar.js";
import { meanInterval } from "./mean-interval.js";
import { minimumDetectableMean } from "./minimum-detectable-mean.js";
import { minimumDetectableEffect } from "./power.js";
import { signFlipTest } from "./sign-flip.js";
import { tangoInterval } from "./tango.js";
import type { Interval, Pair, PairedComparison, StatOptions } from "./types.js";
import { unitSums } from "./unit-sums.js";
import { upperShare } from "./upper-share.js";

export interface CompareOptions extends StatOptions {
  /** Lowest and highest value that a case can have. Default: 0 and 1 where all values are within them; else the lowest and highest seen. */
  readonly bounds?: Interval;
  /** Two-sided level that the minimum detectable effect is for. Default 0.05. */
  readonly alpha?: number;
}

/**
 * What the same cases say of a change. Outcomes of single cases, passed or failed: McNemar's exact test and Tango's interval. Everything
 * else, repeats, scores or clusters: the sign-flip test and a bootstrap interval, both over clusters. One cluster has no bootstrap interval.
 * @param kind `rate`: values are shares that passed. @param pairs in any order: the figures are the same to the last digit.
 * @throws {RangeError} if there is no pair, or a value is not finite or outside of the bounds.
 */
export function comparePairs(
  pairs: readonly Pair[],
  kind: "rate" | "mean",
  options: CompareOptions = {},
): PairedComparison {
  const bounds = boundsOf(pairs, kind, options.bounds);
  const n = pairs.length;
  const clusters = new Set(pairs.map(({ cluster }) => cluster)).size;
  const discordant = {
    improved: pairs.filter(({ before, after }) => after > before).length,
    regressed: pairs.filter(({ before, after }) => after < before).length,
  };
  if (kind === "rate" && clusters === n && pairs.every(isWhole)) return ofOutcomes(discordant, n, options);
  const { alpha = 0.05, seed = "mlx" } = options;
  const range = bounds[1] - bounds[0];
  const data = unitSums(differencesOf(pairs));
  const limits = range > 0 ? ([-range, range] as const) : undefined;
  return {
    difference: data.mean,
    ...meanInterval(data, limits, options),
    test: "sign_flip",
    pValue: signFlipTest(data.sums, seed),
    discordant,
    minimumDetectableEffect: minimumDetectableMean(data, range, alpha),
    n,
    units: data.units,
  };
}

/** Whether both outcomes are passed or failed, and nothing between. */
function isWhole({ before, after }: Pair): boolean {
  return (before === 0 || before === 1) && (after === 0 || after === 1);
}

function ofOutcomes(
  discordant: PairedComparison["discordant"],
  n: number,
  { alpha = 0.05, confidence }: CompareOptions,
): PairedComparison {
  const { improved, regressed } = discordant;
  const changing = upperShare(improved + regressed, n);
  return {
    difference: (improved - regressed) / n,
    interval: tangoInterval(improved, regressed, n, confidence),
    method: "tango",
    test: "mcnemar_exact",
    pValue: mcnemarExact(improved, regressed),
    discordant,
    minimumDetectableEffect: minimumDetectableEffect({ cases: n, alpha, discordant: changing }),
    n,
    units: n,
  };
}

/** The difference of each cluster, summed in the order of the ids. */
function differencesOf(pairs: readonly Pair[]): { sum: number; count: number }[] {
  const sorted = [...pairs].sort(
    (a, b) =>
      compareBytes(a.id, b.id) ||
      compareBytes(a.cluster, b.cluster) ||
      a.before - b.before ||
      a.after - b.after,
  );
  const clusters = new Map<string, { sum: number; count: number }>();
  for (const { cluster, before, after } of sorted) {
    const unit = clusters.get(cluster) ?? { sum: 0, count: 0 };
    unit.sum += after - before;
    unit.count++;
    clusters.set(cluster, unit);
  }
  return [...clusters.values()];
}

function boundsOf(pairs: readonly Pair[], kind: "rate" | "mean", given: Interval | undefined): Interval {
  if (pairs.length === 0) throw new RangeError("no pairs: there is nothing to compare");
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { id, before, after } of pairs) {
    if (!(Number.isFinite(before) && Number.isFinite(after)))
      throw new RangeError(`${id} went from ${before} to ${after}`);
    low = Math.min(low, before, after);
    high = Math.max(high, before, after);
  }
  const bounds: Interval | undefined = kind === "rate" ? [0, 1] : given;
  if (bounds !== undefined && (low < bounds[0] || high > bounds[1])) {
    throw new RangeError(`values from ${low} to ${high} are outside of ${bounds[0]} to ${bounds[1]}`);
  }
  return bounds ?? (low >= 0 && high <= 1 ? [0, 1] : [low, high]);
}
