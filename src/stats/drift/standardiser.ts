import type { Rows } from "./types.js";

/** Brings a vector to the scale of some rows: less their mean, in their standard deviations. What never varies is left unscaled. */
export function standardiserOf(rows: Rows): (row: readonly number[]) => number[] {
  const n = rows.length;
  const dimensions = rows[0]?.length ?? 0;
  const means = new Float64Array(dimensions);
  const squares = new Float64Array(dimensions);
  for (const row of rows) for (let i = 0; i < dimensions; i++) means[i] = (means[i] ?? 0) + (row[i] ?? 0) / n;
  for (const row of rows)
    for (let i = 0; i < dimensions; i++)
      squares[i] = (squares[i] ?? 0) + ((row[i] ?? 0) - (means[i] ?? 0)) ** 2 / n;
  // Rounding alone is no variation.
  const scales = squares.map((square, i) =>
    Math.sqrt(square) > 1e-13 * Math.abs(means[i] ?? 0) ? Math.sqrt(square) : 1,
  );
  return (row) => row.map((value, i) => (value - (means[i] ?? 0)) / (scales[i] ?? 1));
}
