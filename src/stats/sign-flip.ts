import { normalCdf } from "./distributions/normal.js";
import { mcnemarExact } from "./mcnemar.js";
import { SeededRandom } from "./seeded-random.js";

/** Up to so many differences every arrangement of their signs is looked at; above, some that are drawn. */
const exactLimit = 16;
const arrangements = 10_000;
/** Above so many the sum of random signs is normal for all that a p-value shows. */
const drawnLimit = 5000;

/**
 * The randomisation test of paired differences: if the sides were the same system, each difference could as well have the other sign. The
 * p-value is the share of arrangements of signs whose sum is at least as far from 0 as what was seen: of all of them where no more than 16
 * differences are not 0, or where all are of one size (then it is McNemar's exact test); else of 10,000 that are drawn, the one that was
 * seen counted among them; by the normal distribution above 5,000.
 * @param differences of independent units, in an order that does not depend on how they came in.
 * @returns two-sided, above 0; 1 where nothing differs.
 * @see R. A. Fisher, The Design of Experiments (1935), section 21; B. Phipson and G. K. Smyth, arXiv 1603.05766
 */
export function signFlipTest(differences: Float64Array, seed: string): number {
  const largest = differences.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  // What is left of equal sums of decimals is nothing.
  const sizes = differences.filter((value) => Math.abs(value) > 1e-12 * largest).map(Math.abs);
  if (sizes.length === 0) return 1;
  if (sizes.every((size) => largest - size <= 1e-12 * largest)) {
    const improved = differences.filter((value) => value > 1e-12 * largest).length;
    return mcnemarExact(improved, sizes.length - improved);
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const seen = Math.abs(differences.reduce((sum, value) => sum + value, 0)) - 1e-10 * total;
  if (sizes.length > drawnLimit) {
    const deviation = Math.sqrt(sizes.reduce((sum, size) => sum + size * size, 0));
    return Math.max(Number.MIN_VALUE, 2 * normalCdf(-Math.max(0, seen) / deviation));
  }
  if (sizes.length <= exactLimit) return exactShare(sizes, seen);
  return (1 + drawnHits(sizes, seen, new SeededRandom(seed))) / (1 + arrangements);
}

function exactShare(sizes: Float64Array, seen: number): number {
  const sums = sumsOfSigns(sizes);
  return sums.filter((sum) => Math.abs(sum) >= seen).length / sums.length;
}

function drawnHits(sizes: Float64Array, seen: number, random: SeededRandom): number {
  // Eight signs at once: the sum of eight sizes under each of their 256 arrangements is looked up.
  const tables: Float64Array[] = [];
  for (let from = 0; from < sizes.length; from += 8) tables.push(sumsOfSigns(sizes.subarray(from, from + 8)));
  let hits = 0;
  for (let arrangement = 0; arrangement < arrangements; arrangement++) {
    let sum = 0;
    let bits = 0;
    for (let place = 0; place < tables.length; place++) {
      bits = place % 4 === 0 ? random.next() : bits >>> 8;
      const table = tables[place];
      if (table !== undefined) sum += table[bits & (table.length - 1)] ?? 0;
    }
    if (Math.abs(sum) >= seen) hits++;
  }
  return hits;
}

/** The sum under each arrangement: bit i of its number says that the sign of the i-th size is minus. */
function sumsOfSigns(sizes: Float64Array): Float64Array {
  let sums = new Float64Array(1);
  for (const size of sizes) {
    const longer = new Float64Array(2 * sums.length);
    sums.forEach((sum, place) => {
      longer[place] = sum + size;
      longer[place + sums.length] = sum - size;
    });
    sums = longer;
  }
  return sums;
}
