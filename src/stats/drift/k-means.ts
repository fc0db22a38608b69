import type { SeededRandom } from "../seeded-random.js";
import type { Rows, SparseVector } from "./types.js";

/** Starts of which the best is taken: a single one often ends in groups that are not the closest. */
const starts = 4;
const mostRounds = 300;

/** Groups of vectors. */
export interface Groups {
  readonly centres: Rows;
  /** The place of each vector's centre. */
  readonly groups: readonly number[];
  /** Sum of the squared distances of vectors from their centres. */
  readonly distance: number;
}

/**
 * Groups vectors by k-means: Lloyd's rounds from centres drawn far from each other (k-means++), the closest of four tries.
 * @param dimensions of the vectors. @param k groups; fewer come out where there are fewer different vectors.
 * @throws {RangeError} if there is no vector.
 * @see D. Arthur and S. Vassilvitskii, k-means++: The Advantages of Careful Seeding, SODA (2007)
 */
export function kMeans(
  rows: readonly SparseVector[],
  dimensions: number,
  k: number,
  random: SeededRandom,
): Groups {
  let best: Groups | undefined;
  for (let start = 0; start < starts; start++) {
    const found = refineCentres(rows, drawCentres(rows, dimensions, k, random));
    if (best === undefined || found.distance < best.distance) best = found;
  }
  if (best === undefined || rows.length === 0) throw new RangeError("there is no vector to group");
  return best;
}

/** Lloyd's rounds until no vector changes its group, 300 at most. A centre that loses all its vectors stays where it is. */
export function refineCentres(rows: readonly SparseVector[], start: Rows): Groups {
  let centres: Rows = start;
  let groups: readonly number[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const next = nearestCentres(rows, centres);
    if (next.every((group, i) => group === groups[i])) break;
    groups = next;
    centres = meansOf(rows, groups, centres);
  }
  const distance = rows.reduce((sum, row, i) => {
    const centre = centres[groups[i] ?? 0] ?? [];
    return sum + squaredLength(row.values) + squaredLength(centre) - 2 * product(row, centre);
  }, 0);
  return { centres, groups, distance };
}

/** The place of the centre that is nearest to each vector, the first of those as near. */
function nearestCentres(rows: readonly SparseVector[], centres: Rows): number[] {
  const lengths = centres.map(squaredLength);
  return rows.map((row) => {
    let [nearest, least] = [0, Number.POSITIVE_INFINITY];
    centres.forEach((centre, place) => {
      // The vector's own length is the same for all centres.
      const distance = (lengths[place] ?? 0) - 2 * product(row, centre);
      if (distance < least) [nearest, least] = [place, distance];
    });
    return nearest;
  });
}

function meansOf(rows: readonly SparseVector[], groups: readonly number[], centres: Rows): Rows {
  const sums = centres.map((centre) => centre.map(() => 0));
  const counts = centres.map(() => 0);
  rows.forEach(({ places, values }, i) => {
    const group = groups[i] ?? 0;
    counts[group] = (counts[group] ?? 0) + 1;
    const sum = sums[group] ?? [];
    places.forEach((place, at) => {
      sum[place] = (sum[place] ?? 0) + (values[at] ?? 0);
    });
  });
  return centres.map((centre, group) => {
    const count = counts[group] ?? 0;
    return count === 0 ? centre : (sums[group] ?? []).map((sum) => sum / count);
  });
}

function drawCentres(
  rows: readonly SparseVector[],
  dimensions: number,
  k: number,
  random: SeededRandom,
): Rows {
  const uniform = (): number => random.next() / 2 ** 32;
  const centres = [denseOf(rows[Math.floor(uniform() * rows.length)], dimensions)];
  let distances = rows.map(() => Number.POSITIVE_INFINITY);
  while (centres.length < k) {
    const latest = centres[centres.length - 1] ?? [];
    const length = squaredLength(latest);
    distances = rows.map((row, i) => {
      const distance = squaredLength(row.values) + length - 2 * product(row, latest);
      // What rounding leaves of a distance of nothing must not draw the same vector again.
      return Math.min(distances[i] ?? 0, distance < 1e-9 ? 0 : distance);
    });
    const all = distances.reduce((sum, distance) => sum + distance, 0);
    if (!(all > 0)) break;
    let rest = uniform() * all;
    let chosen = distances.findIndex((distance) => {
      rest -= distance;
      return rest < 0 && distance > 0;
    });
    if (chosen === -1) chosen = distances.findLastIndex((distance) => distance > 0);
    centres.push(denseOf(rows[chosen], dimensions));
  }
  return centres;
}

function denseOf(row: SparseVector | undefined, dimensions: number): number[] {
  const dense = new Array<number>(dimensions).fill(0);
  row?.places.forEach((place, at) => {
    dense[place] = row.values[at] ?? 0;
  });
  return dense;
}

function product({ places, values }: SparseVector, dense: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < places.length; at++) sum += (values[at] ?? 0) * (dense[places[at] ?? 0] ?? 0);
  return sum;
}

function squaredLength(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
