import type { Measured } from "../../stats/scoring/types.js";

/** `0.953`; `–` where it is not defined. */
export function figureText({ value }: Pick<Measured, "value">): string {
  return value === null ? "–" : plainFigure(value);
}

/** `0.91 to 0.97`; empty where nothing can be said. */
export function intervalText(measured: Measured): string {
  if (measured.value === null || measured.interval === undefined) return "";
  return measured.interval.map(plainFigure).join(" to ");
}

/** Three decimals; of larger numbers five digits, of very small ones two. */
export function plainFigure(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value)) return String(value);
  if (size >= 100) return String(Number(value.toPrecision(5)));
  return size !== 0 && size < 0.0005 ? value.toPrecision(2) : value.toFixed(3);
}

/** The same with its sign. */
export function signedFigure(value: number): string {
  return value > 0 ? `+${plainFigure(value)}` : plainFigure(value);
}
