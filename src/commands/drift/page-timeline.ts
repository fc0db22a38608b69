import { formatCount } from "../../core/format-bytes.js";
import { type Markup, markup } from "../../core/markup.js";
import type { CheckedPart } from "../../drift/checked.js";
import { effectText } from "../../drift/figures.js";

const size = { width: 1120, plot: 1050, height: 120, base: 96, top: 8 } as const;
const widestBar = 96;
/** The highest bar stands for so many times what would be drift, at least. */
const leastTop = 2;
const mostBars = 400;

/** A bar for each window: how far its most drifted column is off, as a multiple of what would be drift. */
export function partsTimeline(all: readonly CheckedPart[]): Markup {
  const parts = all.slice(-mostBars);
  const distances = parts.map(({ columns }) =>
    columns.reduce((most, { distance }) => Math.max(most, distance), 0),
  );
  const top = Math.max(leastTop, ...distances);
  const step = Math.min(widestBar, size.plot / Math.max(1, parts.length));
  const y = (distance: number) => round(size.base - (distance / top) * (size.base - size.top));
  const bars = parts.map(({ label, verdict, rows }, place) => {
    const distance = distances[place] ?? 0;
    const at = Math.min(y(distance), size.base - 2);
    return markup`<rect class="${verdict}" x="${round(place * step)}" y="${at}" width="${round(Math.max(1, step - 2))}" height="${round(size.base - at)}"><title>${label}: ${verdict}, ${effectText(distance)} × the threshold, ${formatCount(rows)} rows</title></rect>`;
  });
  const end = round(Math.max(parts.length, 1) * step);
  const limit = y(1);
  const last = parts.at(-1)?.label ?? "";
  return markup`<figure><svg class="timeline" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="How far each window is from the baseline">${bars}<line x1="0" x2="${end}" y1="${limit}" y2="${limit}"/><text x="${end + 6}" y="${limit}" dominant-baseline="middle">threshold</text><text x="0" y="${size.height - 8}">${parts[0]?.label ?? ""}</text>${parts.length > 2 ? markup`<text x="${end}" y="${size.height - 8}" text-anchor="end">${last}</text>` : undefined}</svg></figure>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
