import { SeededRandom } from "../seeded-random.js";
import { dimensionsOf } from "./require-rows.js";
import { sampled, shuffledPlaces } from "./shuffled.js";
import { squaredDistance } from "./squared-distance.js";
import type { Rows, TestOutcome } from "./types.js";

export interface MmdOptions {
  readonly seed?: string;
  /** Default 499: the smallest p-value is 0.002. */
  readonly permutations?: number;
  /** Rows drawn from each side at most, since the cost grows with their square. Default 400. */
  readonly most?: number;
}

/**
 * Squared maximum mean discrepancy of two samples of vectors, unbiased (it can be below 0), with the kernel exp(−d² / 2 s²), s the median
 * distance of all pairs; and how often shuffled samples are as far apart.
 * @throws {RangeError} unless there are two vectors a side or more, of one length.
 * @see A. Gretton et al., A Kernel Two-Sample Test, JMLR 13 (2012) 723–773
 */
export function mmd(first: Rows, second: Rows, options: MmdOptions = {}): TestOutcome {
  const { seed = "mlx", permutations = 499, most = 400 } = options;
  if (dimensionsOf(first, 2) !== dimensionsOf(second, 2))
    throw new RangeError("the vectors of the samples are not of one length");
  const random = new SeededRandom(seed);
  const a = sampled(first, most, random);
  const b = sampled(second, most, random);
  const kernel = kernelOf([...a, ...b]);
  const all = a.length + b.length;
  const places = Array.from({ length: all }, (_, place) => place);
  const statistic = discrepancy(kernel, places, a.length);
  let further = 1;
  for (let drawn = 0; drawn < permutations; drawn++) {
    const shuffled = discrepancy(kernel, shuffledPlaces(all, random), a.length);
    if (shuffled >= statistic - 1e-12 * Math.abs(statistic)) further++;
  }
  return { statistic, pValue: further / (permutations + 1) };
}

function kernelOf(rows: Rows): Float64Array[] {
  const squares = rows.map((row, i) =>
    Float64Array.from(rows.slice(0, i), (other) => squaredDistance(row, other)),
  );
  const sorted = Float64Array.from(squares.flatMap((row) => [...row])).sort();
  const half = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 1 ? half : half - 1] ?? 0, sorted[half] ?? 0];
  const median = (Math.sqrt(low) + Math.sqrt(high)) / 2;
  // Most vectors alike: any width tells them from the others.
  const gamma = median > 0 ? 1 / (2 * median * median) : 1;
  return squares.map((row) => row.map((square) => Math.exp(-gamma * square)));
}

/** @param places the first `n` are one sample, the rest the other. */
function discrepancy(kernel: readonly Float64Array[], places: readonly number[], n: number): number {
  const m = places.length - n;
  const inFirst = new Uint8Array(places.length);
  for (const place of places.slice(0, n)) inFirst[place] = 1;
  let [within, across, rest] = [0, 0, 0];
  kernel.forEach((row, i) => {
    const mine = inFirst[i];
    for (let j = 0; j < i; j++) {
      const value = row[j] ?? 0;
      if (mine !== inFirst[j]) across += value;
      else if (mine === 1) within += value;
      else rest += value;
    }
  });
  return (2 * within) / (n * (n - 1)) + (2 * rest) / (m * (m - 1)) - (2 * across) / (n * m);
}
