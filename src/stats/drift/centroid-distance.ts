/** A sample of vectors in figures. */
export interface Cloud {
  readonly centroid: readonly number[];
  /** Mean squared distance from the centroid. */
  readonly spread: number;
  readonly n: number;
}

export interface CentroidOutcome {
  /** Of the centroids, in the unit of the vectors. */
  readonly distance: number;
  /** The same less what chance adds, in root mean square distances from the centroid of the reference; 0 where chance explains it all. */
  readonly effect: number;
}

/** How far the centre of vectors has moved. @throws {RangeError} if the vectors are not of one length, or a sample has fewer than two. */
export function centroidDistance(reference: Cloud, current: Cloud): CentroidOutcome {
  if (reference.centroid.length !== current.centroid.length)
    throw new RangeError(`${reference.centroid.length} dimensions against ${current.centroid.length}`);
  if (reference.n < 2 || current.n < 2) throw new RangeError("a cloud needs two vectors");
  let square = 0;
  reference.centroid.forEach((place, i) => {
    square += (place - (current.centroid[i] ?? 0)) ** 2;
  });
  const chance = reference.spread / (reference.n - 1) + current.spread / (current.n - 1);
  const effect = Math.sqrt(Math.max(0, square - chance)) / Math.max(Math.sqrt(reference.spread), 1e-12);
  return { distance: Math.sqrt(square), effect };
}
