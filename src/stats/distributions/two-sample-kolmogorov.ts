/**
 * Chance that two samples of one continuous distribution are as far apart as seen, or further; exact.
 * @param gap the largest |i m − j n| over the steps i of `n` and j of `m` values: D times n m, a whole number.
 * @see T. Viehmann, Numerically More Stable Computation of the p-Values for the Two-Sample Kolmogorov–Smirnov Test (2021);
 * J. L. Hodges, Arkiv för Matematik 3 (1958) 469–486, for equal sizes
 */
export function twoSampleKolmogorovTail(gap: number, n: number, m: number): number {
  if (gap <= 0) return 1;
  return n === m ? equalSizes(Math.round(gap / n), n) : byPaths(gap, Math.max(n, m), Math.min(n, m));
}

/** Paths from corner to corner that leave a band, by reflection: 2 Σ (−1)^(k − 1) C(2n, n − k h) / C(2n, n). */
function equalSizes(h: number, n: number): number {
  let ratio = 1;
  let sum = 0;
  for (let j = 1; j <= n; j++) {
    ratio *= (n - j + 1) / (n + j);
    if (j % h === 0) sum += (j / h) % 2 === 1 ? ratio : -ratio;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/**
 * The share of the paths to each place that have left the band by then. Of the paths to (i, j), i in i + j come from (i − 1, j).
 * All is added, nothing taken off, so that the smallest shares have their digits too.
 */
function byPaths(gap: number, n: number, m: number): number {
  // Far out the chance is less than the least double.
  if (2 * gap * (gap / n / m / (n + m)) > 800) return 0;
  // By j: the share for the present i. Outside of the band it is 1.
  const shares = new Float64Array(m + 1).fill(1);
  const inverses = Float64Array.from({ length: n + m + 1 }, (_, steps) => 1 / Math.max(1, steps));
  for (let i = 0; i <= n; i++) {
    const low = Math.max(0, Math.floor((i * m - gap) / n) + 1);
    const high = Math.min(m, Math.ceil((i * m + gap) / n) - 1);
    // What was in the band of the step before and is below this one.
    if (low > 0) shares[low - 1] = 1;
    let share = low > 0 ? 1 : 0;
    for (let j = low; j <= high; j++) {
      share = i + j === 0 ? 0 : (i * (shares[j] ?? 0) + j * share) * (inverses[i + j] ?? 0);
      shares[j] = share;
    }
  }
  return Math.min(1, shares[m] ?? 1);
}
