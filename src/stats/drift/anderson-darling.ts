import { sizeOf } from "./ecdf.js";
import { harmonic, harmonicSquares } from "./harmonic.js";
import { jointSteps } from "./joint-steps.js";
import type { Ecdf, TestOutcome } from "./types.js";

/** Upper tails for which Scholz and Stephens tabulate critical values, and their coefficients for two samples, added up. */
const tails = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001];
const criticalValues = [
  [0.675, -0.245, -0.105],
  [1.281, 0.25, -0.305],
  [1.645, 0.678, -0.362],
  [1.96, 1.149, -0.391],
  [2.326, 1.822, -0.396],
  [2.573, 2.364, -0.345],
  [3.085, 3.615, -0.154],
].map((row) => row.reduce((sum, value) => sum + value, 0));

/**
 * Anderson and Darling's test for two samples, standardised, with middle ranks for values that are alike, as SciPy's `anderson_ksamp`.
 * The p-value comes from a table and is known from 0.001 to 0.25 alone: beyond, it is that end.
 * @throws {RangeError} unless there are two different values and four in all.
 * @see F. W. Scholz and M. A. Stephens, JASA 82 (1987) 918–924
 */
export function andersonDarling(a: Ecdf, b: Ecdf): TestOutcome {
  const [n, m] = [sizeOf(a), sizeOf(b)];
  const all = n + m;
  const steps = jointSteps(a, b);
  if (steps.values.length < 2 || all < 4)
    throw new RangeError("Anderson and Darling's test needs two different values and four in all");
  let sum = 0;
  let [inA, inB] = [0, 0];
  for (let i = 0; i < steps.values.length; i++) {
    const [nextA, nextB] = [steps.first[i] ?? 0, steps.second[i] ?? 0];
    const alike = nextA + nextB - inA - inB;
    const middle = (inA + inB + nextA + nextB) / 2;
    // Both samples are as far off, in opposite directions.
    const apart = (all * (inA + nextA)) / 2 - middle * n;
    const weight = middle * (all - middle) - (all * alike) / 4;
    sum += ((alike / all) * apart * apart * (1 / n + 1 / m)) / weight;
    [inA, inB] = [nextA, nextB];
  }
  const statistic = ((sum * (all - 1)) / all - 1) / Math.sqrt(varianceOf(n, m));
  return { statistic, pValue: tailOf(statistic) };
}

function varianceOf(n: number, m: number): number {
  const all = n + m;
  const inverse = 1 / n + 1 / m;
  const h = harmonic(all - 1);
  // The double sum of Scholz and Stephens, Σ 1 / ((N − i) j), in closed form.
  const g = harmonicSquares(all - 1) - (2 * h) / all;
  const a = 4 * g - 6 + (10 - 6 * g) * inverse;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverse + 4 * h;
  const d = 4 * (2 * h + 6) - 8 * h;
  return (((a * all + b) * all + c) * all + d) / ((all - 1) * (all - 2) * (all - 3));
}

/** The logarithm of the tail as the parabola that is closest to the table. */
function tailOf(statistic: number): number {
  const [least = 0, greatest = 0] = [criticalValues[0], criticalValues[criticalValues.length - 1]];
  if (statistic < least) return 0.25;
  if (statistic > greatest) return 0.001;
  const [constant = 0, linear = 0, square = 0] = parabola(criticalValues, tails.map(Math.log));
  return Math.exp(constant + statistic * (linear + statistic * square));
}

/** Least squares by orthogonal polynomials. */
function parabola(x: readonly number[], y: readonly number[]): readonly number[] {
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const mean = dot(
    x,
    x.map(() => 1 / x.length),
  );
  const first = x.map((value) => value - mean);
  const bend = dot(
    first.map((value) => value * value),
    first,
  );
  const [size, tilt] = [dot(first, first), bend / dot(first, first)];
  const level = size / x.length;
  const second = first.map((value) => value * value - tilt * value - level);
  const c0 = y.reduce((sum, value) => sum + value, 0) / y.length;
  const c1 = dot(y, first) / size;
  const c2 = dot(y, second) / dot(second, second);
  return [c0 - c1 * mean + c2 * (mean * mean + tilt * mean - level), c1 - c2 * (2 * mean + tilt), c2];
}
