import { normalCdf } from "../distributions/normal.js";
import { sizeOf } from "./ecdf.js";
import { jointSteps } from "./joint-steps.js";
import type { Ecdf, TestOutcome } from "./types.js";

export interface MannWhitneyOutcome extends TestOutcome {
  /** Chance that a value of the second sample is above one of the first, halves for those alike: 0.5 where neither tends to be larger. */
  readonly superiority: number;
}

/** A side up to this size, without values alike, gets an exact p-value. */
const exactSize = 8;

/**
 * Mann and Whitney's U of the first sample, as SciPy's `mannwhitneyu`: exact where a side has at most 8 values and none are alike, else by
 * the normal distribution, corrected for ties and continuity.
 * @see H. B. Mann and D. R. Whitney, Annals of Mathematical Statistics 18 (1947) 50–60
 */
export function mannWhitney(a: Ecdf, b: Ecdf): MannWhitneyOutcome {
  const [n, m] = [sizeOf(a), sizeOf(b)];
  const { first, second } = jointSteps(a, b);
  let [statistic, ties, inA, inB] = [0, 0, 0, 0];
  for (let i = 0; i < first.length; i++) {
    const [nextA, nextB] = [first[i] ?? 0, second[i] ?? 0];
    const alike = nextA + nextB - inA - inB;
    statistic += ((nextA - inA) * (inB + nextB)) / 2;
    ties += (alike - 1) * alike * (alike + 1);
    [inA, inB] = [nextA, nextB];
  }
  const larger = Math.max(statistic, n * m - statistic);
  const pValue =
    ties === 0 && Math.min(n, m) <= exactSize
      ? exactTail(n * m - larger, n, m)
      : limitTail(larger, n, m, ties);
  return { statistic, pValue, superiority: 1 - statistic / n / m };
}

function limitTail(larger: number, n: number, m: number, ties: number): number {
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  // All values alike: nothing tells the samples apart.
  if (!(variance > 0)) return 1;
  return Math.min(1, 2 * normalCdf(-(larger - (n * m) / 2 - 0.5) / Math.sqrt(variance)));
}

/** Twice the share of the orders whose U is at most `smaller`: the coefficients of Gauss' binomial, up to there. */
function exactTail(smaller: number, n: number, m: number): number {
  const [few, many] = [Math.min(n, m), Math.max(n, m)];
  const orders = new Float64Array(smaller + 1);
  orders[0] = 1;
  let all = 1;
  for (let i = 1; i <= few; i++) {
    // Times (1 − q^(many + i)) / (1 − q^i).
    for (let u = smaller; u >= many + i; u--) orders[u] = (orders[u] ?? 0) - (orders[u - many - i] ?? 0);
    for (let u = i; u <= smaller; u++) orders[u] = (orders[u] ?? 0) + (orders[u - i] ?? 0);
    all *= (many + i) / i;
  }
  return Math.min(1, (2 * orders.reduce((sum, count) => sum + count, 0)) / all);
}
