import type { Ecdf } from "./types.js";

/** The values of two samples together, rising, and how many of each are at or below them. */
export interface JointSteps {
  readonly values: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** Puts two samples on one list of values. */
export function jointSteps(a: Ecdf, b: Ecdf): JointSteps {
  const values: number[] = [];
  const first: number[] = [];
  const second: number[] = [];
  let [i, j, inA, inB] = [0, 0, 0, 0];
  while (i < a.values.length || j < b.values.length) {
    const next = Math.min(a.values[i] ?? Number.POSITIVE_INFINITY, b.values[j] ?? Number.POSITIVE_INFINITY);
    if (a.values[i] === next) inA = a.cumulative[i++] ?? inA;
    if (b.values[j] === next) inB = b.cumulative[j++] ?? inB;
    values.push(next);
    first.push(inA);
    second.push(inB);
  }
  return { values, first, second };
}
