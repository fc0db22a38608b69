import type { Rows } from "./types.js";

/**
 * How long the vectors are.
 * @throws {RangeError} if there are fewer than `fewest`, or they differ in length, or a number is not finite.
 */
export function dimensionsOf(rows: Rows, fewest = 1): number {
  const [first] = rows;
  if (first === undefined || rows.length < fewest)
    throw new RangeError(`${rows.length} vectors, where ${fewest} are needed`);
  const wrong = rows.findIndex((row) => row.length !== first.length || !row.every(Number.isFinite));
  if (wrong !== -1)
    throw new RangeError(`vector ${wrong} is not of ${first.length} finite numbers like the first`);
  return first.length;
}
