import { totalOf } from "./shares.js";
import type { Counts } from "./types.js";

/** A contingency table is no base for a chi-square test where fewer than this many are expected in a cell. */
const fewest = 5;

/**
 * Leaves out categories that neither sample has, and makes one category of those for which fewer than 5 are expected in either sample;
 * where they are still too few together, the rarest of the others joins them.
 * @throws {RangeError} if a sample is empty.
 */
export function poolRare(a: Counts, b: Counts): { a: number[]; b: number[]; pooled: number } {
  const [n, m] = [totalOf(a), totalOf(b)];
  const scale = Math.min(n, m) / (n + m);
  const cells = a
    .map((count, i) => ({ a: count, b: b[i] ?? 0, sum: count + (b[i] ?? 0), place: i }))
    .filter(({ sum }) => sum > 0)
    .sort((left, right) => left.sum - right.sum || left.place - right.place);
  let pooled = 0;
  let sum = 0;
  for (const cell of cells) {
    if (cell.sum * scale >= fewest && (pooled === 0 || sum * scale >= fewest)) break;
    sum += cell.sum;
    pooled++;
  }
  // A single rare category may have to be joined by a common one; alone it is no pool.
  const rare = cells.slice(0, pooled);
  const kept = cells.slice(pooled).sort((left, right) => left.place - right.place);
  const pool = rare.length === 0 ? [] : [{ a: sumOf(rare, "a"), b: sumOf(rare, "b") }];
  const all = [...kept, ...pool];
  return { a: all.map((cell) => cell.a), b: all.map((cell) => cell.b), pooled };
}

function sumOf(cells: readonly { readonly a: number; readonly b: number }[], side: "a" | "b"): number {
  return cells.reduce((sum, cell) => sum + cell[side], 0);
}
