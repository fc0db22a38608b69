import { SeededRandom } from "../stats/seeded-random.js";

/** How many lines vectors are projected on. */
export const projections = 16;

/**
 * The lines that vectors are projected on: each a vector of length one whose parts are all of the same size, with random signs that are
 * the same on every machine.
 * @see Achlioptas, Database-friendly random projections (2003)
 */
export function projectionLines(dimensions: number): number[][] {
  const random = new SeededRandom(`mlx drift projections ${dimensions}`);
  const part = 1 / Math.sqrt(dimensions);
  return Array.from({ length: projections }, () =>
    Array.from({ length: dimensions }, () => (random.next() % 2 === 0 ? part : -part)),
  );
}
