import { exponentOf, ratio } from "./binary-ratio.js";

/** Binary places below the greatest mean: more than two doubles have. */
const places = 200;

/** A mean in two doubles, `mean` and what it lacks, and of how many values it is. */
export interface PartMean {
  readonly mean: number;
  readonly rest: number;
  readonly count: number;
}

/**
 * The mean of the values of all parts: their sum is a whole number of 2^-200 of the greatest mean, and is rounded once, so that shards
 * add up to the very double that the mean of all rows is. What lies within 2^-96 of the middle of two doubles lies there: the mean of an
 * even number of doubles often does, and two doubles do not tell it of a part.
 * @param parts at least one; counts above 0.
 */
export function weightedMean(parts: readonly PartMean[]): { readonly mean: number; readonly rest: number } {
  const largest = parts.reduce((most, { mean }) => Math.max(most, Math.abs(mean)), 0);
  const scale = largest === 0 ? 1 : 2 ** -Math.max(-1000, exponentOf(largest) + 1);
  const fixed = (value: number) => BigInt(Math.trunc(value * scale * 2 ** places));
  let [sum, count] = [0n, 0n];
  for (const part of parts) {
    sum += (fixed(part.mean) + fixed(part.rest)) * BigInt(part.count);
    count += BigInt(part.count);
  }
  const mean = ratio(sureOf(sum / count), 1n, places) / scale;
  return { mean, rest: ratio(sum - fixed(mean) * count, count, places) / scale };
}

/** The first 96 bits, and none below 2^-104: what follows is what two doubles could not say. */
function sureOf(mean: bigint): bigint {
  const size = mean < 0n ? -mean : mean;
  const open = BigInt(Math.max(places - 104, size.toString(2).length - 96));
  const sure = ((size + (1n << (open - 1n))) >> open) << open;
  return mean < 0n ? -sure : sure;
}
