import { scaleLinear } from "d3-scale";
import { type Markup, markup } from "../../../../core/markup.js";
import type { Interval } from "../../../../stats/types.js";
import { axes, type Frame, frame } from "./frame.js";
import { type FigureKind, figureText } from "./scale-text.js";

export interface ScatterPoint {
  /** A number that the table beside it has, too. */
  readonly mark: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  /** Of y. */
  readonly interval: Interval | undefined;
  /** No other point is better in both. */
  readonly best: boolean;
}

/** Quality over cost: each point with the interval of its quality, those that no other one beats in both filled. */
export function scatterChart(
  title: string,
  points: readonly ScatterPoint[],
  x: { readonly label: string; readonly kind: FigureKind },
  y: { readonly label: string; readonly kind: FigureKind },
): Markup {
  const highest = Math.max(...points.map((point) => point.x));
  const ends = points.flatMap((point) => [point.y, ...(point.interval ?? [])]);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const scales: Frame = {
    x: { ...x, scale: scaleLinear([0, highest || 1], frame.across).nice(5) },
    y: {
      ...y,
      scale: scaleLinear(low === high ? [Math.max(0, low - 0.05), high + 0.05] : [low, high], frame.up).nice(
        5,
      ),
    },
  };
  const drawn = points.map((point) => {
    const [cx, cy] = [scales.x.scale(point.x), scales.y.scale(point.y)];
    const whisker =
      point.interval &&
      markup`<path class="whisker" d="M${cx.toFixed(1)} ${scales.y.scale(point.interval[0]).toFixed(1)}V${scales.y.scale(point.interval[1]).toFixed(1)}"/>`;
    const label = cx > frame.across[1] - 40 ? { x: cx - 9, anchor: "end" } : { x: cx + 9, anchor: "start" };
    return markup`<g>${whisker}<circle class="dot${point.best ? "" : " hollow"}" cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" r="5"/><text class="mark" x="${label.x.toFixed(1)}" y="${(cy - 7).toFixed(1)}" text-anchor="${label.anchor}">${point.mark}</text><title>${point.label}: ${figureText(y.kind, point.y)}, ${figureText(x.kind, point.x)}</title></g>`;
  });
  return markup`<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="${title}">${axes(scales)}${drawn}</svg>`;
}
