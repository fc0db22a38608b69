import { SeededRandom } from "../seeded-random.js";
import { dimensionsOf } from "./require-rows.js";
import { squaredDistance } from "./squared-distance.js";
import type { Rows } from "./types.js";

/** Starts of which the best is taken: a single one often ends in groups that are not the closest. */
const starts = 10;

/**
 * Centres of groups of vectors, by Lloyd's rounds from centres drawn far from each other (k-means++), the closest of ten tries.
 * @param k groups; fewer come out where there are fewer different vectors.
 * @throws {RangeError} if there is no vector, or they differ in length.
 * @see D. Arthur and S. Vassilvitskii, k-means++: The Advantages of Careful Seeding, SODA (2007)
 */
export function kMeans(rows: Rows, k: number, seed = "mlx"): number[][] {
  dimensionsOf(rows);
  const random = new SeededRandom(seed);
  let best: { centres: number[][]; distance: number } | undefined;
  for (let start = 0; start < starts; start++) {
    const centres = refineCentres(rows, drawCentres(rows, k, random));
    const distance = rows.reduce((sum, row) => {
      return sum + squaredDistance(centres[nearestCentre(centres, row)] ?? [], row);
    }, 0);
    if (best === undefined || distance < best.distance) best = { centres, distance };
  }
  return best?.centres ?? [];
}

/** Lloyd's rounds until no vector changes its group, 300 at most. A centre that loses all its vectors stays where it is. */
export function refineCentres(rows: Rows, start: Rows): number[][] {
  let centres = start.map((centre) => [...centre]);
  let groups: number[] = [];
  for (let round = 0; round < 300; round++) {
    const next = rows.map((row) => nearestCentre(centres, row));
    if (next.every((group, i) => group === groups[i])) break;
    groups = next;
    const sums = centres.map((centre) => centre.map(() => 0));
    const counts = centres.map(() => 0);
    rows.forEach((row, i) => {
      const group = groups[i] ?? 0;
      counts[group] = (counts[group] ?? 0) + 1;
      const sum = sums[group] ?? [];
      for (let d = 0; d < row.length; d++) sum[d] = (sum[d] ?? 0) + (row[d] ?? 0);
    });
    centres = centres.map((centre, group) => {
      const count = counts[group] ?? 0;
      return count === 0 ? centre : (sums[group] ?? []).map((sum) => sum / count);
    });
  }
  return centres;
}

/** The place of the centre that is nearest to a vector, the first of those as near. */
export function nearestCentre(centres: Rows, row: readonly number[]): number {
  let [nearest, least] = [0, Number.POSITIVE_INFINITY];
  centres.forEach((centre, place) => {
    const distance = squaredDistance(centre, row);
    if (distance < least) [nearest, least] = [place, distance];
  });
  return nearest;
}

function drawCentres(rows: Rows, k: number, random: SeededRandom): number[][] {
  const uniform = (): number => random.next() / 2 ** 32;
  const centres = [[...(rows[Math.floor(uniform() * rows.length)] ?? [])]];
  let distances = rows.map(() => Number.POSITIVE_INFINITY);
  while (centres.length < k) {
    const latest = centres[centres.length - 1] ?? [];
    distances = rows.map((row, i) => Math.min(distances[i] ?? 0, squaredDistance(latest, row)));
    const all = distances.reduce((sum, distance) => sum + distance, 0);
    if (!(all > 0)) break;
    let rest = uniform() * all;
    // Rounding must not lead to a vector that is a centre already.
    let chosen = distances.findIndex((distance) => {
      rest -= distance;
      return rest < 0 && distance > 0;
    });
    if (chosen === -1) chosen = distances.findLastIndex((distance) => distance > 0);
    centres.push([...(rows[chosen] ?? [])]);
  }
  return centres;
}
