import type { Interval } from "../../stats/types.js";

const rates = /^(?:passRate|errorRate|pass[@^]\d+)$/;
const times = /^(?:latencyMs|ttftMs)\./;

/** `87.5%` of a rate, `340 ms` of a time, `$0.012` of a cost; any other figure with up to four digits. */
export function figureText(metric: string, value: number): string {
  if (rates.test(metric)) return `${Number((100 * value).toFixed(2))}%`;
  if (times.test(metric)) return `${short(value)} ms`;
  return metric === "costUsd" ? `$${short(value)}` : short(value);
}

/** `87.5% (95%: 78.5% to 93.1%)` */
export function estimateText(metric: string, value: number, interval: Interval | undefined): string {
  const figure = figureText(metric, value);
  if (interval === undefined) return figure;
  return `${figure} (95%: ${interval.map((end) => figureText(metric, end)).join(" to ")})`;
}

/** `at least 90%`, `2 to 3` */
export function rangeText(metric: string, min: number | undefined, max: number | undefined): string {
  const [low, high] = [min, max].map((limit) => (limit === undefined ? "" : figureText(metric, limit)));
  if (min !== undefined && max !== undefined) return `${low} to ${high}`;
  return min === undefined ? `at most ${high}` : `at least ${low}`;
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
