/** A measured value for people: integers as they are, others with up to five significant digits. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 1e15)) return String(value);
  return String(Number(value.toPrecision(5)));
}

/** A difference with its sign: `+0.02`, `-3`, `0`. */
export function formatDifference(value: number): string {
  const text = formatNumber(Number(value.toPrecision(3)));
  return value > 0 ? `+${text}` : text;
}

/** A share without a sign: `96.7%`. @param share 0 to 1. */
export function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)}%`;
}

/** A relative difference with its sign: `+7.1%`, `-0.02%`. @param share 0.071 for 7.1%. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  const text = Math.abs(percent) >= 1000 ? percent.toFixed(0) : String(Number(percent.toPrecision(2)));
  return `${percent > 0 ? "+" : ""}${text}%`;
}
