import type { BinnedEcdf } from "./types.js";

/**
 * Where the values between each knot and the next lie on average: 0 at the one, 1 at the other. Halfway, but for cells that are far wider
 * than the next one towards the middle, as the ends of long tails are: there most values lie at the near end.
 * @param mean of the sample, where it is known: the widest outer cell is then filled so that the mean comes out right.
 */
export function cellPlaces(sample: BinnedEcdf, mean?: number): Float64Array {
  const cells = sample.knots.length - 1;
  const width = (i: number): number => (sample.knots[i + 1] ?? 0) - (sample.knots[i] ?? 0);
  const mass = (i: number): number => ((sample.below[i + 1] ?? 0) - (sample.atOrBelow[i] ?? 0)) / sample.n;
  const places = new Float64Array(Math.max(0, cells)).fill(0.5);
  for (let i = 0; i < cells; i++) {
    const upper = (sample.atOrBelow[i] ?? 0) * 2 >= sample.n;
    const inner = upper ? i - 1 : i + 1;
    if (inner < 0 || inner >= cells || !(width(i) > 0)) continue;
    // An exponential tail has its mean at 1.4 widths of the cell before, a heavier one further out.
    const near = Math.min(0.5, (2 * width(inner)) / width(i));
    places[i] = upper ? near : 1 - near;
  }
  if (mean === undefined) return places;
  let rest = mean;
  for (let i = 0; i <= cells; i++)
    rest -= ((sample.knots[i] ?? 0) * ((sample.atOrBelow[i] ?? 0) - (sample.below[i] ?? 0))) / sample.n;
  for (let i = 0; i < cells; i++) rest -= mass(i) * ((sample.knots[i] ?? 0) + (places[i] ?? 0) * width(i));
  const filled = Array.from(places.keys()).filter((i) => mass(i) > 0);
  const outer = [...new Set([filled[0] ?? 0, filled[filled.length - 1] ?? 0])];
  for (const i of outer.sort((a, b) => mass(b) * width(b) - mass(a) * width(a))) {
    const weight = mass(i) * width(i);
    if (!(weight > 0)) continue;
    const moved = Math.min(0.999, Math.max(0.001, (places[i] ?? 0) + rest / weight));
    rest -= (moved - (places[i] ?? 0)) * weight;
    places[i] = moved;
  }
  return places;
}
