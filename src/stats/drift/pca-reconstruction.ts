import { SeededRandom } from "../seeded-random.js";
import { ecdfOf, momentsOf } from "./ecdf.js";
import { mannWhitney } from "./mann-whitney.js";
import { dimensionsOf } from "./require-rows.js";
import { sampled, shuffledPlaces } from "./shuffled.js";
import { standardiserOf } from "./standardiser.js";
import { symmetricEigen } from "./symmetric-eigen.js";
import type { Rows } from "./types.js";

export interface ReconstructionOutcome {
  /** Directions kept. */
  readonly components: number;
  /** Mean distance of a row from what is left of it in these directions, in standard deviations of the reference. */
  readonly reference: number;
  readonly current: number;
  /** How far the mean has moved, in standard deviations of the distances of the reference. */
  readonly effect: number;
  /** Two-sided, by Mann and Whitney's test of the distances. */
  readonly pValue: number;
}

export interface ReconstructionOptions {
  readonly seed?: string;
  /** Share of the variance that the directions hold at least. Default 0.65. */
  readonly explained?: number;
  /** Rows drawn from each side at most. Default 10,000. */
  readonly most?: number;
}

/**
 * Whether the columns still hang together as they did: principal components of one half of the reference; how well they give back the
 * other half, which they have not seen either, against the rows of now.
 * @throws {RangeError} unless the reference has four vectors or more, and those of now are of their length.
 */
export function pcaReconstruction(
  reference: Rows,
  current: Rows,
  options: ReconstructionOptions = {},
): ReconstructionOutcome {
  const { seed = "mlx", explained = 0.65, most = 10_000 } = options;
  if (dimensionsOf(reference, 4) !== dimensionsOf(current))
    throw new RangeError("the vectors of the samples are not of one length");
  const random = new SeededRandom(seed);
  const before = sampled(reference, most, random);
  const places = shuffledPlaces(before.length, random);
  const inFirst = new Set(places.slice(0, Math.ceil(before.length / 2)));
  const fitted = before.filter((_, i) => inFirst.has(i));
  const { components, distanceOf } = fitComponents(fitted, explained);
  const then = ecdfOf(before.filter((_, i) => !inFirst.has(i)).map(distanceOf));
  const now = ecdfOf(sampled(current, most, random).map(distanceOf));
  const [old, fresh] = [momentsOf(then), momentsOf(now)];
  const moved = fresh.mean - old.mean;
  const { pValue } = mannWhitney(then, now);
  return {
    components,
    reference: old.mean,
    current: fresh.mean,
    effect: moved === 0 ? 0 : moved / Math.max(old.sd, 1e-12),
    pValue,
  };
}

/** @returns how many directions hold the share of the variance, and how far a row is from them. */
export function fitComponents(
  rows: Rows,
  explained: number,
): { components: number; distanceOf: (row: readonly number[]) => number } {
  const standardised = standardiserOf(rows);
  const scaled = rows.map(standardised);
  const pairs = symmetricEigen(covarianceOf(scaled));
  const total = pairs.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  let held = 0;
  const kept = pairs.filter(({ value }) => {
    const wanted = held < explained * total;
    held += Math.max(0, value);
    return wanted;
  });
  const distanceOf = (row: readonly number[]): number => {
    const rest = standardised(row);
    for (const { vector } of kept) {
      const along = vector.reduce((sum, part, i) => sum + part * (rest[i] ?? 0), 0);
      vector.forEach((part, i) => {
        rest[i] = (rest[i] ?? 0) - along * part;
      });
    }
    return Math.hypot(...rest);
  };
  return { components: kept.length, distanceOf };
}

function covarianceOf(rows: Rows): number[][] {
  const size = rows[0]?.length ?? 0;
  const cells = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const row of rows)
    cells.forEach((line, i) => {
      for (let j = 0; j < size; j++) line[j] = (line[j] ?? 0) + ((row[i] ?? 0) * (row[j] ?? 0)) / rows.length;
    });
  return cells;
}
