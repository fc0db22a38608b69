import { cramerVonMisesCdf } from "../distributions/cramer-von-mises.js";
import { sizeOf } from "./ecdf.js";
import { jointSteps } from "./joint-steps.js";
import { pathSumTail } from "./path-sum-tail.js";
import type { Ecdf, TestOutcome } from "./types.js";

/** Samples up to this size get an exact p-value. */
const exactSize = 20;

/**
 * Cramér and von Mises' two-sample test: the squared distance of the distribution functions, summed over all values, as SciPy's
 * `cramervonmises_2samp`. Values that are alike count by their mean rank.
 * @throws {RangeError} unless both samples have two values or more.
 * @see T. W. Anderson, Annals of Mathematical Statistics 33 (1962) 1148–1159
 */
export function cramerVonMises(a: Ecdf, b: Ecdf): TestOutcome {
  const [n, m] = [sizeOf(a), sizeOf(b)];
  if (n < 2 || m < 2) throw new RangeError("Cramér and von Mises' test needs two values a side");
  const all = n + m;
  const u = n * squaredRanks(a, b) + m * squaredRanks(b, a);
  const product = n * m;
  const statistic = u / (product * all) - (4 * product - 1) / (6 * all);
  if (Math.max(n, m) <= exactSize) return { statistic, pValue: pathSumTail(n, m, u) };
  const mean = (1 + 1 / all) / 6;
  const variance =
    ((all + 1) / 45 / all / all) * ((4 * product * all - 3 * (n * n + m * m) - 2 * product) / (4 * product));
  const scaled = 1 / 6 + (statistic - mean) / Math.sqrt(45 * variance);
  return { statistic, pValue: scaled < 0.003 ? 1 : Math.max(0, 1 - cramerVonMisesCdf(scaled)) };
}

/** Sum of (rank among all − rank within)² over the values of `a`. */
function squaredRanks(a: Ecdf, b: Ecdf): number {
  const { first, second } = jointSteps(a, b);
  let [sum, inA, inB] = [0, 0, 0];
  for (let i = 0; i < first.length; i++) {
    const [nextA, nextB] = [first[i] ?? 0, second[i] ?? 0];
    const tied = nextA - inA;
    // Of `tied` values alike, the kth of which ranks inA + k within: their mean rank among all is off by base − k.
    const base = inB + (tied + nextB - inB + 1) / 2;
    // Σ (base − k)² for k from 1 to tied, about their middle so that no large numbers cancel.
    const middle = (tied + 1) / 2;
    sum += tied * (base - middle) ** 2 + (tied * (tied * tied - 1)) / 12;
    [inA, inB] = [nextA, nextB];
  }
  return sum;
}
