/**
 * What Stirling's formula leaves out: ln Γ(x + 1) − (x + ½) ln x + x − ½ ln 2π, for x above 0. Products of powers and factorials that
 * nearly cancel keep all their digits when they are written with it.
 * @see C. Loader, Fast and Accurate Computation of Binomial Probabilities (2000)
 */
export function stirlingError(x: number): number {
  let sum = 0;
  let at = x;
  for (; at < 16; at++) sum += (at + 0.5) * Math.log1p(1 / at) - 1;
  const square = at * at;
  let series = 0;
  for (const term of terms) series = term - series / square;
  return sum + series / at;
}

/** Sizes of Bernoulli's B(2k) / (2k (2k − 1)), the highest first; their signs alternate. */
const terms = [1 / 156, 691 / 360360, 1 / 1188, 1 / 1680, 1 / 1260, 1 / 360, 1 / 12];

/** x ln(x / mean) + mean − x, without losing digits where the two are close. Both above 0. */
export function devianceTerm(x: number, mean: number): number {
  const apart = x - mean;
  if (Math.abs(apart) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - apart;
  // With v = (x − mean) / (x + mean), ln(x / mean) is 2 (v + v³/3 + v⁵/5 + …).
  const ratio = apart / (x + mean);
  let power = 2 * x * ratio;
  let sum = apart * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= ratio * ratio;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
