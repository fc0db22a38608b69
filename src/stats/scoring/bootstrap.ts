import { SeededRandom } from "../seeded-random.js";
import type { Draw } from "./draw.js";

/** What is drawn: cases within their strata, or whole clusters. */
export interface BootstrapDesign {
  /** For each case; cases of a stratum stand together, and their number is kept in every resample. Does not matter where there are clusters. */
  readonly strata: Int32Array;
  readonly clusters?: Int32Array;
  readonly seed: string;
  readonly resamples: number;
}

/** A statistic of cases that count as often as a draw says; NaN where these do not define it. */
export type Statistic = (draw: Draw) => number;

/**
 * Values of statistics over resamples of the cases, drawn with replacement: all statistics of one resample see the same cases.
 * @returns for each statistic its values in the order of the resamples, those left out that the resample does not define.
 * @see Efron, Tibshirani, An Introduction to the Bootstrap (1993), ch. 6 and 8
 */
export function bootstrap(statistics: readonly Statistic[], design: BootstrapDesign): Float64Array[] {
  const clusters = design.clusters && placesByKey(design.clusters);
  const ends = endsOf(design.strata);
  const random = new SeededRandom(design.seed);
  const weights = new Uint32Array(design.strata.length);
  const values = statistics.map(() => new Float64Array(design.resamples));
  const counts = statistics.map(() => 0);
  for (let number = 0; number < design.resamples; number++) {
    weights.fill(0);
    if (clusters) drawClusters(weights, clusters, random);
    else drawCases(weights, ends, random);
    for (const [index, statistic] of statistics.entries()) {
      const value = statistic({ weights, number });
      const list = values[index];
      if (Number.isNaN(value) || list === undefined) continue;
      list[counts[index] ?? 0] = value;
      counts[index] = (counts[index] ?? 0) + 1;
    }
  }
  return values.map((list, index) => list.subarray(0, counts[index]));
}

function drawCases(weights: Uint32Array, ends: Uint32Array, random: SeededRandom): void {
  let start = 0;
  for (const end of ends) {
    const scale = (end - start) * 2 ** -32;
    for (let drawn = start; drawn < end; drawn++) {
      const place = start + Math.floor(random.next() * scale);
      weights[place] = (weights[place] ?? 0) + 1;
    }
    start = end;
  }
}

function drawClusters(weights: Uint32Array, clusters: readonly Uint32Array[], random: SeededRandom): void {
  for (let drawn = 0; drawn < clusters.length; drawn++) {
    const cluster = clusters[random.below(clusters.length)] ?? [];
    for (const place of cluster) weights[place] = (weights[place] ?? 0) + 1;
  }
}

/** Where each stretch of equal keys ends. */
function endsOf(keys: Int32Array): Uint32Array {
  return Uint32Array.from(
    [...keys.keys()].filter((place) => keys[place] !== keys[place + 1]),
    (place) => place + 1,
  );
}

/** Places of the cases by key, in the order of the keys. */
function placesByKey(keys: Int32Array): Uint32Array[] {
  const places = new Map<number, number[]>();
  for (const [place, key] of keys.entries()) {
    const list = places.get(key);
    if (list) list.push(place);
    else places.set(key, [place]);
  }
  return [...places].sort(([a], [b]) => a - b).map(([, list]) => Uint32Array.from(list));
}
