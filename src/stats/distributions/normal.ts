/** Density of the standard normal distribution. */
function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Chance that a standard normal variable is at most `x`; with full relative precision in the lower tail. */
export function normalCdf(x: number): number {
  return x > 0 ? 1 - upperTail(x) : upperTail(-x);
}

/**
 * The standard normal's quantile.
 * @param share above 0 and below 1 (0 and 1 give −∞ and ∞).
 * @throws {RangeError} if `share` is not from 0 to 1.
 */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`not a share: ${share}`);
  if (share === 0.5) return 0;
  return share > 0.5 ? upperEnd(1 - share) : -upperEnd(share);
}

/** Chance of more than `x`, which is 0 or more. */
function upperTail(x: number): number {
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (x * x) / odd;
      sum += term;
    }
    return 0.5 - sum * density(x);
  }
  // Laplace's continued fraction of Mills' ratio, from its end: 1 / (x + 1 / (x + 2 / (x + 3 / …))).
  let rest = x;
  for (let k = Math.ceil(30 + 400 / (x * x)) + 30; k >= 1; k--) rest = x + k / rest;
  return density(x) / rest;
}

/** Where the upper tail holds `share`, above 0 and at most a half: Newton's method on its logarithm, which is nearly a parabola. */
function upperEnd(share: number): number {
  if (share === 0) return Number.POSITIVE_INFINITY;
  let x = start(share);
  const wanted = Math.log(share);
  for (let step = 0; step < 30; step++) {
    const tail = upperTail(x);
    const next = x + ((Math.log(tail) - wanted) * tail) / density(x);
    if (!(Math.abs(next - x) > 1e-15 * Math.abs(x))) return next;
    x = next;
  }
  return x;
}

/** Right to about 4.5e-4. @see Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23 */
function start(share: number): number {
  const t = Math.sqrt(-2 * Math.log(share));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  return Math.max(1e-9, t - above / below);
}
