import type { Ecdf } from "./types.js";

/** @param values in any order. @throws {RangeError} if there is none, or one is not finite. */
export function ecdfOf(values: ArrayLike<number>): Ecdf {
  const sorted = Float64Array.from(values).sort();
  const [first, last] = [sorted[0] ?? Number.NaN, sorted[sorted.length - 1] ?? Number.NaN];
  if (!(Number.isFinite(first) && Number.isFinite(last)))
    throw new RangeError("a sample needs values, all of them finite");
  const distinct: number[] = [];
  const cumulative: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] ?? 0;
    if (distinct.length === 0 || value !== distinct[distinct.length - 1]) {
      distinct.push(value);
      cumulative.push(i + 1);
    } else cumulative[cumulative.length - 1] = i + 1;
  }
  return { values: distinct, cumulative };
}

/** @param table each value, rising, and how often it comes. @throws {RangeError} if there is none. */
export function ecdfOfTable(table: readonly (readonly [value: number, count: number])[]): Ecdf {
  if (table.length === 0) throw new RangeError("a sample needs values");
  let sum = 0;
  const cumulative = table.map(([, count]) => {
    sum += count;
    return sum;
  });
  return { values: table.map(([value]) => value), cumulative };
}

/** How many values. */
export function sizeOf({ cumulative }: Ecdf): number {
  return cumulative[cumulative.length - 1] ?? 0;
}

/** How many values are at or below `x`. */
export function countAtOrBelow(sample: Ecdf, x: number): number {
  return countUpTo(sample, (value) => value <= x);
}

/** How many values are below `x`. */
export function countBelow(sample: Ecdf, x: number): number {
  return countUpTo(sample, (value) => value < x);
}

/** @param holds true up to some value, and false from there on. */
function countUpTo({ values, cumulative }: Ecdf, holds: (value: number) => boolean): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(values[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (cumulative[low - 1] ?? 0);
}

/**
 * Between neighbours by their distance, n − 1 being the whole (Hyndman and Fan's type 7, numpy's `linear`).
 * @param share 0 to 1.
 */
export function linearQuantile(sample: Ecdf, share: number): number {
  const place = share * (sizeOf(sample) - 1);
  const low = valueAt(sample, Math.floor(place));
  const high = valueAt(sample, Math.ceil(place));
  const part = place - Math.floor(place);
  // From the nearer end, as numpy does, so that the last digit is the same.
  return part >= 0.5 ? high - (high - low) * (1 - part) : low + (high - low) * part;
}

/** @param rank from 0. */
function valueAt({ values, cumulative }: Ecdf, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] ?? 0) > rank) high = middle;
    else low = middle + 1;
  }
  return values[low] ?? Number.NaN;
}

/** Mean, and standard deviation with n below. */
export function momentsOf({ values, cumulative }: Ecdf): { mean: number; sd: number } {
  const n = cumulative[cumulative.length - 1] ?? 0;
  const count = (i: number): number => (cumulative[i] ?? 0) - (cumulative[i - 1] ?? 0);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] ?? 0) * count(i);
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += count(i) * ((values[i] ?? 0) - mean) ** 2;
  return { mean, sd: Math.sqrt(squares / n) };
}
