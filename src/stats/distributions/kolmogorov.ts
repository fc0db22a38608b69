import { kolmogorovByMatrix } from "./kolmogorov-matrix.js";
import { smirnovTail } from "./smirnov.js";

/**
 * Chance that Kolmogorov's two-sided statistic of `n` values, a whole number from 1, is `x` or more: SciPy's `kstwo.sf`.
 * @see R. Simard and P. L'Ecuyer, Computing the Two-Sided Kolmogorov–Smirnov Distribution, Journal of Statistical Software 39 (2011) 11
 */
export function kolmogorovTail(n: number, x: number): number {
  if (!(n >= 1 && Number.isInteger(n))) throw new RangeError(`Kolmogorov's statistic of ${n} values`);
  if (x >= 1) return 0;
  if (n * x <= 0.5) return 1;
  const spread = n * x * x;
  if (spread >= 370) return 0;
  // Beyond these places both sides at once are too rare to count.
  if (x >= 0.5 || n * x >= n - 1 || spread > (n <= 140 ? 4 : 2.2)) return 2 * smirnovTail(n, x);
  const precise = n <= 140 || (n <= 100_000 && n * x ** 1.5 <= 1.4 && spread > 0.04);
  const below = precise ? kolmogorovByMatrix(n, x) : limitBelow(n, x);
  return Math.min(1, Math.max(0, 1 - below));
}

/** Chance of less than `x` among many values. @see W. Pelz and I. J. Good, Journal of the Royal Statistical Society B 38 (1976) 152–156 */
function limitBelow(n: number, x: number): number {
  const z2 = n * x * x;
  const z = Math.sqrt(z2);
  const [z4, z6] = [z2 * z2, z2 * z2 * z2];
  const orders: [number, number, number, number] = [0, 0, 0, 0];
  const last = Math.ceil((16 * z) / Math.PI) + 1;
  for (let k = last; k >= 1; k--) {
    const s = (Math.PI * (k - 0.5)) ** 2;
    const weight = Math.exp(-s / (2 * z2));
    orders[0] += weight;
    orders[1] += weight * (s - z2);
    orders[2] += weight * (6 * z6 + 2 * z4 + s * (2 * z4 - 5 * z2) + s * s * (1 - 2 * z2));
    orders[3] +=
      weight *
      (s ** 3 * (5 - 30 * z2) +
        s * s * (212 * z4 - 60 * z2) +
        s * (135 * z4 - 96 * z6) -
        30 * z6 -
        90 * z4 * z4);
  }
  let [second, third] = [0, 0];
  for (let k = last; k >= 1; k--) {
    const s = (Math.PI * k) ** 2;
    const weight = Math.exp(-s / (2 * z2));
    second += weight * s;
    third += weight * s * (3 * z2 - s);
  }
  const root = Math.sqrt(n);
  const sum =
    orders[0] / z +
    orders[1] / (6 * z4 * root) +
    (orders[2] / (72 * z6 * z) - second / (36 * z2 * z)) / n +
    (orders[3] / (6480 * z6 * z4) + third / (216 * z6)) / (n * root);
  return Math.sqrt(2 * Math.PI) * sum;
}
