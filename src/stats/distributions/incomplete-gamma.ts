import { devianceTerm, stirlingError } from "./stirling.js";

/**
 * The upper regularised incomplete gamma function Q(a, x): the chance that a gamma variable with shape `a`, above 0, is above `x`. With
 * full relative precision in the upper tail.
 * @throws {RangeError} if `a` is not above 0.
 * @see DLMF 8.7.1 and 8.9.2; W. J. Lentz, Applied Optics 15 (1976) 668–671
 */
export function upperGammaShare(a: number, x: number): number {
  if (!(a > 0)) throw new RangeError(`shape of a gamma distribution: ${a}`);
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  // x^a e^(−x) / Γ(a + 1), without losing digits where x is close to a.
  const density = Math.exp(-stirlingError(a) - devianceTerm(a, x)) / Math.sqrt(2 * Math.PI * a);
  return x < a + 1 ? 1 - density * series(a, x) : density * a * fraction(a, x);
}

/** 1 + x / (a + 1) + x² / ((a + 1)(a + 2)) + … */
function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** 1 / (x + 1 − a − 1 (1 − a) / (x + 3 − a − …)), by the modified Lentz method. */
function fraction(a: number, x: number): number {
  let below = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / below;
  let value = d;
  for (let k = 1; k < 1_000_000; k++) {
    const factor = k * (a - k);
    below += 2;
    d = 1 / (below + factor * d);
    c = below + factor / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < 2e-16) break;
  }
  return value;
}
