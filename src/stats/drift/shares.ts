import type { Counts } from "./types.js";

/** @throws {RangeError} if there is nothing to count. */
export function totalOf(counts: Counts): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!(total > 0)) throw new RangeError("a sample needs values");
  return total;
}

/** Shares of both samples, category by category. @throws {RangeError} if they list different numbers of categories, or one is empty. */
export function sharesOf(a: Counts, b: Counts): [p: number, q: number][] {
  if (a.length !== b.length) throw new RangeError(`${a.length} categories against ${b.length}`);
  const [n, m] = [totalOf(a), totalOf(b)];
  return a.map((count, i) => [count / n, (b[i] ?? 0) / m]);
}
