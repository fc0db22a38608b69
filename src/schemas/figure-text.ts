import { formatCount } from "../core/format-bytes.js";
import { formatNumber } from "../core/format-number.js";
import type { FigureCheck } from "./sql-check.js";
import type { Limits } from "./types.js";

type Unit = FigureCheck["unit"];

/** `344`, `5.2 %`, `2024-01-31T12:00:00Z`. @param value of a time, epoch milliseconds. */
export function formatFigure(value: number, unit: Unit): string {
  switch (unit) {
    case "share":
      return shareText(value);
    case "count":
      return formatCount(value);
    case "time":
      return new Date(value).toISOString().replace(".000Z", "Z");
    case "number":
      return formatNumber(value);
  }
}

/** `0.9 %`; what is not nothing and not everything is never told as if it were. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (share > 0 && percent < 0.01) return "< 0.01 %";
  if (share < 1 && percent > 99.99) return "> 99.99 %";
  return `${Number(percent.toFixed(percent < 1 ? 2 : 1))} %`;
}

/** `from 40 to 48`, `of at least 40`, `of at most 5 %`. */
export function limitsText({ min, max }: Limits, unit: Unit): string {
  const text = (value: number) => formatFigure(value, unit);
  if (min !== undefined && min === max) return `of ${text(min)}`;
  if (min !== undefined && max !== undefined) return `from ${text(min)} to ${text(max)}`;
  return min === undefined ? `of at most ${text(max ?? 0)}` : `of at least ${text(min)}`;
}

/** An expression: the column `figure` as text. */
export function figureText(unit: Unit): string {
  // The engine writes 20.0 where people write 20.
  const short = (number: string) => `regexp_replace(CAST(${number} AS VARCHAR), '[.]0$', '')`;
  if (unit === "share") return `${short("round(figure * 100, 2)")} || ' %'`;
  return unit === "count" ? "CAST(figure AS VARCHAR)" : short("round(figure, 4)");
}
