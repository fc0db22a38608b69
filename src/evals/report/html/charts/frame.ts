import type { ScaleContinuousNumeric } from "d3-scale";
import { type Markup, markup } from "../../../../core/markup.js";
import { type FigureKind, tickText } from "./scale-text.js";

/** Size of a chart, and where its axes run. */
export const frame = {
  width: 520,
  height: 280,
  across: [56, 504],
  up: [232, 14],
} as const;

interface ChartAxis {
  readonly label: string;
  readonly kind: FigureKind;
  readonly scale: ScaleContinuousNumeric<number, number>;
}

export interface Frame {
  readonly x: ChartAxis;
  readonly y: ChartAxis;
}

/** Grid, ticks and names of both axes. */
export function axes({ x, y }: Frame): Markup {
  const [left, right] = frame.across;
  const [bottom] = frame.up;
  const rows = y.scale.ticks(5).map((tick) => {
    const at = y.scale(tick).toFixed(1);
    return markup`<path class="grid" d="M${left} ${at}H${right}"/><text x="${left - 7}" y="${at}" text-anchor="end" dominant-baseline="middle">${tickText(y.kind, tick)}</text>`;
  });
  const columns = apart(x.scale.ticks(6), x.scale).map(
    (tick) =>
      markup`<path class="axis" d="M${x.scale(tick).toFixed(1)} ${bottom}v4"/><text x="${x.scale(tick).toFixed(1)}" y="${bottom + 17}" text-anchor="middle">${tickText(x.kind, tick)}</text>`,
  );
  return markup`${rows}<path class="axis" d="M${left} ${bottom}H${right}"/>${columns}<text class="name" x="${right}" y="${frame.height - 6}" text-anchor="end">${x.label}</text><text class="name" x="${left}" y="10" text-anchor="start">${y.label}</text>`;
}

/** Ticks whose labels do not touch: a logarithmic axis has more of them than there is room for. */
function apart(ticks: readonly number[], scale: ChartAxis["scale"]): readonly number[] {
  let last = Number.NEGATIVE_INFINITY;
  return ticks.filter((tick) => {
    if (scale(tick) - last < 46) return false;
    last = scale(tick);
    return true;
  });
}
