import { devianceTerm, stirlingError } from "./stirling.js";

/**
 * The regularised incomplete beta function: the chance that a beta variable with shapes `a` and `b`, above 0, is at most `x`.
 * @param x 0 to 1; @param rest 1 − `x`, where it is known with more digits.
 * @see W. J. Lentz, Applied Optics 15 (1976) 668–671; DLMF 8.17.22
 */
export function incompleteBeta(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(a > 0 && b > 0)) throw new RangeError(`shapes of a beta distribution: ${a} and ${b}`);
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  // The fraction converges fast below the mean alone; above it the other tail is taken.
  if (x > (a + 1) / (a + b + 2)) return 1 - tail(b, a, rest, x);
  return tail(a, b, x, rest);
}

/** Density of the beta distribution times x (1 − x). */
export function scaledBetaDensity(a: number, b: number, x: number, rest: number): number {
  const sum = a + b;
  const exponent =
    stirlingError(sum) -
    stirlingError(a) -
    stirlingError(b) -
    devianceTerm(a, sum * x) -
    devianceTerm(b, sum * rest);
  return Math.exp(exponent) * Math.sqrt((a / sum) * (b / (2 * Math.PI)));
}

function tail(a: number, b: number, x: number, rest: number): number {
  return (scaledBetaDensity(a, b, x, rest) * fraction(a, b, x)) / a;
}

/** 1 / (1 + d₁ / (1 + d₂ / (1 + …))), by the modified Lentz method. */
function fraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let value = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + even / c;
    if (Math.abs(c) < tiny) c = tiny;
    value *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = 1 + odd / c;
    if (Math.abs(c) < tiny) c = tiny;
    value *= c * d;
    if (Math.abs(c * d - 1) < 2e-16) return value;
  }
  return value;
}

/**
 * Where the incomplete beta function reaches `share`, 0 to 1.
 * The logarithm of a tail is a concave function of the logarithm of its end, so that Newton's method cannot miss.
 */
export function incompleteBetaInverse(a: number, b: number, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`not a share: ${share}`);
  if (share === 0 || share === 1) return share;
  const middle = incompleteBeta(a, b, a / (a + b), b / (a + b));
  return share <= middle ? lowerEnd(a, b, share) : 1 - lowerEnd(b, a, 1 - share);
}

/** From the mean downwards: the logarithm of the end, by Newton's method. */
function lowerEnd(a: number, b: number, share: number): number {
  let log = Math.log(a / (a + b));
  const wanted = Math.log(share);
  for (let step = 0; step < 200; step++) {
    const x = Math.exp(log);
    const below = incompleteBeta(a, b, x, -Math.expm1(log));
    if (below === 0) return x;
    const slope = scaledBetaDensity(a, b, x, -Math.expm1(log)) / (-Math.expm1(log) * below);
    const next = log - (Math.log(below) - wanted) / slope;
    if (!(Math.abs(next - log) > 2e-16 * Math.abs(log) + 1e-18)) return Math.exp(next);
    log = next;
  }
  return Math.exp(log);
}
