/** `0.953` */
export function scoreText(score: number | undefined): string {
  return score === undefined ? "" : String(Number(score.toFixed(3)));
}

/** `12 ms`, `1.4 s` */
export function timeText(ms: number | undefined): string {
  if (ms === undefined) return "";
  return ms < 1000 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1000).toPrecision(3))} s`;
}

/** `$0.00123` */
export function costText(usd: number | undefined): string {
  return usd === undefined ? "" : `$${Number(usd.toPrecision(3))}`;
}

/** `1,000`, as in the rest of the page. */
export function countText(count: number): string {
  return count.toLocaleString("en");
}
