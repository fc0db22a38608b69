import type { BinnedEcdf, Ecdf } from "./types.js";

/**
 * A sample in which all that lies between two knots counts as alike: its values are the places of knots, odd, and of cells, even. Rank tests
 * of two samples on the same knots stay valid, and lose a little power.
 */
export function coarsened({ knots, below, atOrBelow, n }: BinnedEcdf): Ecdf {
  const values: number[] = [];
  const cumulative: number[] = [];
  const reach = (place: number, count: number): void => {
    if (count <= (cumulative[cumulative.length - 1] ?? 0)) return;
    values.push(place);
    cumulative.push(count);
  };
  for (let i = 0; i < knots.length; i++) {
    reach(2 * i, below[i] ?? 0);
    reach(2 * i + 1, atOrBelow[i] ?? 0);
  }
  reach(2 * knots.length, n);
  return { values, cumulative };
}
