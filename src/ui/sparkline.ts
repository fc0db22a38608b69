const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;
const gap = " ";

/**
 * A series as a word of bars, one character a value, or a mean of several where there are more than `width`.
 * NaN and the infinities are gaps; a series that never changes is flat in the middle.
 */
export function sparkline(values: readonly number[], width: number): string {
  const series = values.length > width ? means(values, width) : values;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of series) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return series.map((value) => (Number.isFinite(value) ? barOf(value, low, high) : gap)).join("");
}

function barOf(value: number, low: number, high: number): string {
  // Halved first: the whole range of doubles has no finite width.
  const width = high / 2 - low / 2;
  const level = width === 0 ? 3 : Math.round(((value / 2 - low / 2) / width) * (bars.length - 1));
  return bars[level] ?? gap;
}

/** The mean of the finite values of each of `count` equal pieces; NaN where a piece has none. */
function means(values: readonly number[], count: number): number[] {
  return Array.from({ length: count }, (_, piece) => {
    const start = Math.floor((piece * values.length) / count);
    const end = Math.floor(((piece + 1) * values.length) / count);
    const finite = values.slice(start, end).filter(Number.isFinite);
    return finite.reduce((mean, value) => mean + value / finite.length, finite.length === 0 ? Number.NaN : 0);
  });
}
