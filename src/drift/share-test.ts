import { normalCdf } from "../stats/distributions/normal.js";

/**
 * Whether two shares differ by more than chance: the two-sided z test of two proportions with a pooled variance and Yates' correction, which
 * errs on the side of chance where counts are small.
 * @param a of `n` rows. @param b of `m` rows. @returns the p-value; 1 where a side has no rows.
 * @see A. Agresti, Categorical Data Analysis (2013), section 3.2
 */
export function shareTest(a: number, n: number, b: number, m: number): number {
  if (n === 0 || m === 0) return 1;
  const pooled = (a + b) / (n + m);
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  if (spread === 0) return 1;
  const difference = Math.abs(a / n - b / m) - (1 / n + 1 / m) / 2;
  return difference <= 0 ? 1 : 2 * normalCdf(-difference / spread);
}

/**
 * How likely it is that so many of `current` values lie beyond all of `baseline` values if both come from one distribution: of the
 * `beyond` greatest of all, every one belongs to the current.
 * @returns 1 for none.
 */
export function beyondTest(beyond: number, current: number, baseline: number): number {
  let probability = 1;
  // Below the least double there is nothing left to know.
  for (let taken = 0; taken < beyond && probability > 0; taken++) {
    probability *= (current - taken) / (current + baseline - taken);
  }
  return probability;
}
