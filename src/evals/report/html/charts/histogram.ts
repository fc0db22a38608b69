import { scaleLinear, scaleLog } from "d3-scale";
import { formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";
import { axes, type Frame, frame } from "./frame.js";
import { figureText } from "./scale-text.js";

const bins = 28;

/**
 * How many values lie where; over a logarithmic axis where the largest is far from the smallest.
 * @param values sorted, one or more, 0 or above, in milliseconds. @param marks lines across it.
 */
export function latencyHistogram(
  values: Float64Array,
  marks: readonly { readonly label: string; readonly value: number }[],
): Markup {
  const lowest = values[0] ?? 0;
  const highest = values.at(-1) ?? 1;
  const isLog = lowest > 0 && highest / lowest > 20;
  const x = isLog
    ? scaleLog([lowest, highest], frame.across)
    : scaleLinear([0, highest || 1], frame.across).nice(6);
  const counts = new Array<number>(bins).fill(0);
  const [left, right] = frame.across;
  const step = (right - left) / bins;
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((x(value) - left) / step)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const y = scaleLinear([0, Math.max(...counts)], frame.up).nice(4);
  const bars = counts.flatMap((count, bin) => {
    if (count === 0) return [];
    const from = left + bin * step;
    const title = `${figureText("ms", x.invert(from))} to ${figureText("ms", x.invert(from + step))}: ${formatCount(count)}`;
    return [
      markup`<rect class="bar" x="${(from + 0.5).toFixed(1)}" width="${(step - 1).toFixed(1)}" y="${y(count).toFixed(1)}" height="${(y(0) - y(count)).toFixed(1)}"><title>${title}</title></rect>`,
    ];
  });
  const lines = marks.map(({ label, value }, place) => {
    const at = x(value);
    const isLate = at > right - 90;
    return markup`<path class="guide strong" d="M${at.toFixed(1)} ${frame.up[0]}V${frame.up[1]}"/><text class="mark" x="${(at + (isLate ? -5 : 5)).toFixed(1)}" y="${frame.up[1] + 8 + 14 * place}" text-anchor="${isLate ? "end" : "start"}">${label} ${figureText("ms", value)}</text>`;
  });
  const scales: Frame = {
    x: { label: isLog ? "latency, logarithmic" : "latency", kind: "ms", scale: x },
    y: { label: "cases", kind: "number", scale: y },
  };
  return markup`<svg viewBox="0 0 ${frame.width} ${frame.height}" role="img" aria-label="distribution of the latency">${axes(scales)}${bars}${lines}</svg>`;
}
