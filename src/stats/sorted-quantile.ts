/**
 * A quantile between neighbours by their distance (Hyndman and Fan's type 7, NumPy's default).
 * @param sorted ascending, at least one value. @param share 0 to 1.
 * @returns in the unit of the values.
 * @see R. J. Hyndman and Y. Fan, American Statistician 50 (1996) 361–365
 */
export function sortedQuantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
