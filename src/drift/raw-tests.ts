import { ecdfOf } from "../stats/drift/ecdf.js";
import { mmd } from "../stats/drift/mmd.js";
import type { Rows } from "../stats/drift/types.js";
import type { Thresholds } from "./monitor.js";
import { losslessTests } from "./numeric-tests.js";
import { testOf } from "./test-of.js";
import type { DriftTest } from "./verdict.js";

/**
 * Every test of a column of numbers by its values, whatever their number: Anderson and Darling's and Cramér and von Mises' too. What is not
 * finite is left out.
 * @returns none where a side has no value.
 */
export function rawNumericTests(
  before: readonly number[],
  now: readonly number[],
  thresholds: Thresholds,
): DriftTest[] {
  const sides = [before, now].map((values) => values.filter(Number.isFinite));
  const [a, b] = sides.map((values) => (values.length === 0 ? undefined : ecdfOf(values)));
  return a === undefined || b === undefined ? [] : losslessTests(a, b, thresholds);
}

/** The test of a column of vectors that needs the vectors. @returns none where a side has fewer than two. */
export function rawEmbeddingTests(
  before: Rows,
  now: Rows,
  thresholds: Thresholds,
  seed = "mlx",
): DriftTest[] {
  if (before.length < 2 || now.length < 2) return [];
  return testOf("mmd", mmd(before, now, { seed }), thresholds);
}
