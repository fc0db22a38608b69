import { compareBytes } from "../../core/byte-order.js";
import { SeededRandom } from "../seeded-random.js";
import { cohenKappa } from "./cohen-kappa.js";
import type { KappaWeights, Rated } from "./rated.js";

/**
 * κ over resamples of the clusters, drawn with replacement; resamples that leave it undefined are left out. Does not depend on the order of
 * the cases.
 * @returns ascending.
 */
export function kappaResamples(
  cases: readonly Rated[],
  categories: number,
  weights: KappaWeights,
  options: { readonly seed: string; readonly resamples: number },
): Float64Array {
  const clusters = clustersOf(cases).map((cluster) =>
    Uint16Array.from(cluster, ({ first, second }) => first * categories + second),
  );
  const random = new SeededRandom(options.seed);
  const cells = new Float64Array(categories * categories);
  const values: number[] = [];
  for (let resample = 0; resample < options.resamples; resample++) {
    cells.fill(0);
    for (let drawn = 0; drawn < clusters.length; drawn++) {
      for (const cell of clusters[random.below(clusters.length)] ?? []) cells[cell] = (cells[cell] ?? 0) + 1;
    }
    const table = Array.from({ length: categories }, (_, row) => [
      ...cells.subarray(row * categories, (row + 1) * categories),
    ]);
    const { kappa } = cohenKappa(table, weights);
    if (kappa !== null) values.push(kappa);
  }
  return Float64Array.from(values).sort();
}

/** By what is in them, so that names do not matter. */
function clustersOf(cases: readonly Rated[]): readonly (readonly Rated[])[] {
  const clusters = new Map<string, Rated[]>();
  for (const one of cases) {
    const known = clusters.get(one.cluster);
    if (known) known.push(one);
    else clusters.set(one.cluster, [one]);
  }
  const content = (cluster: readonly Rated[]) =>
    cluster
      .map(({ first, second }) => `${first}:${second}`)
      .sort()
      .join(" ");
  return [...clusters.values()]
    .map((cluster) => ({ cluster, text: content(cluster) }))
    .sort((a, b) => compareBytes(a.text, b.text))
    .map(({ cluster }) => cluster);
}
