import { normalQuantile } from "../../src/stats/distributions/normal.js";
import { SeededRandom } from "../../src/stats/seeded-random.js";

/** Normal numbers that a seed gives. */
export function normalValues(seed: string, count: number, mean = 0, sd = 1): number[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => mean + sd * normalQuantile((random.next() + 0.5) / 2 ** 32));
}

/** Vectors of independent normal numbers. */
export function normalRows(seed: string, count: number, dimensions: number, mean = 0): number[][] {
  const values = normalValues(seed, count * dimensions, mean);
  return Array.from({ length: count }, (_, row) => values.slice(row * dimensions, (row + 1) * dimensions));
}
