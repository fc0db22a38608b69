import type { LatestMetric } from "./types.js";

/** The order of a history: by step, then timestamp, then value, NaN below all numbers. @returns below, equal to or above 0. */
export function comparePoints(a: LatestMetric, b: LatestMetric): number {
  return a.step - b.step || a.timestamp - b.timestamp || compareValues(a.value, b.value);
}

/** Whether `a` is the latest of the two. */
export function isLater(a: LatestMetric, b: LatestMetric): boolean {
  return comparePoints(a, b) > 0;
}

/** By value, NaN below all numbers. */
export function compareValues(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  if (Number.isNaN(b)) return 1;
  return a < b ? -1 : Number(a > b);
}
