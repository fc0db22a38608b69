import { signedText } from "../../../../core/signed-text.js";
import { percentText } from "../../figures.js";

/** How the figures of a chart are written. */
export type FigureKind = "rate" | "points" | "number" | "change" | "ms" | "usd";

/** A figure for people: `95.0%`, `+3.1` points, `0.953`, `−0.02`, `1.2 s`, `$0.012`. */
export function figureText(kind: FigureKind, value: number): string {
  switch (kind) {
    case "rate":
      return percentText(value);
    case "points":
      return signedText(value, Math.abs(100 * value).toFixed(1));
    case "change":
      return signedText(value, String(Number(Math.abs(value).toPrecision(3))));
    case "ms":
      return value < 1000
        ? `${Number(value.toPrecision(3))} ms`
        : `${Number((value / 1000).toPrecision(3))} s`;
    case "usd":
      return `$${value === 0 ? "0" : Number(value.toPrecision(3))}`;
    default:
      return String(Number(value.toPrecision(4)));
  }
}

/** At the ticks of an axis, without figures that say nothing: `95%`. */
export function tickText(kind: FigureKind, value: number): string {
  if (kind === "rate") return `${Number((100 * value).toFixed(1))}%`;
  if (kind === "points") return signedText(value, String(Number(Math.abs(100 * value).toFixed(1))));
  return figureText(kind, value);
}
