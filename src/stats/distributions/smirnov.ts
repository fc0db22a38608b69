import { binomialDensity } from "./binomial.js";

/** Above so many values the first terms of the expansion are all that is kept. */
const mostValues = 1_000_000;
/** Terms that are added up at most, or little more. */
const mostTerms = 5000;

/**
 * Smirnov's one-sided distribution: the chance that an empirical distribution of `n` values rises above the true one by `x` or more, 0 to 1.
 * Above a million values by the first terms of its expansion, as SciPy does.
 * @see Z. W. Birnbaum and F. H. Tingey, Annals of Mathematical Statistics 22 (1951) 592–596
 */
export function smirnovTail(n: number, x: number): number {
  if (x <= 0) return 1;
  if (x >= 1) return 0;
  if (n > mostValues) return Math.exp(-((6 * n * x + 1) ** 2) / (18 * n));
  const nx = n * x;
  // Of many terms, the outer ones are 0 to all digits and the others change little: every so many stand for those around them. A sum over
  // equal steps of what fades out smoothly on both sides is exact.
  const step = nx * x > 1 ? Math.max(1, Math.floor(n / mostTerms)) : 1;
  let sum = 0;
  // C(n, j) (x + j/n)^(j − 1) (1 − x − j/n)^(n − j), each a binomial chance but for one factor.
  for (let j = 0; j <= n - nx; j += step) {
    const rate = (nx + j) / n;
    sum += binomialDensity(j, n, rate, Math.max(0, (n - nx - j) / n)) / (nx + j);
  }
  return Math.min(1, nx * sum * step);
}
