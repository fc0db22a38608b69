/** How the figures of a chart are written. */
export type FigureKind = "rate" | "points" | "number" | "change" | "ms" | "usd";

/** A figure for people: `95.0%`, `+3.1` points, `0.953`, `−0.02`, `1.2 s`, `$0.012`. */
export function figureText(kind: FigureKind, value: number): string {
  switch (kind) {
    case "rate":
      return `${(100 * value).toFixed(1)}%`;
    case "points":
      return signed(100 * value, (size) => size.toFixed(1));
    case "change":
      return signed(value, (size) => String(Number(size.toPrecision(3))));
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
  if (kind === "points") return signed(100 * value, (size) => String(Number(size.toFixed(1))));
  return figureText(kind, value);
}

function signed(value: number, text: (size: number) => string): string {
  const size = text(Math.abs(value));
  if (Number(size) === 0) return size;
  return `${value < 0 ? "−" : "+"}${size}`;
}
