import { type Markup, markup } from "../../core/markup.js";

/** Two distributions over the same places; shares from 0 to 1. */
export interface Distributions {
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Ends of the places of numbers, one more than there are places. */
  readonly edges?: readonly number[];
  /** What each place is, where they are not numbers in a row. */
  readonly labels?: readonly string[];
}

const width = 360;

/**
 * Two distributions side by side, as SVG of its own: outlines over an axis for numbers, pairs of bars for categories.
 * @param title for those who cannot see it. @param edgeText writes an end of the axis.
 */
export function distributionChart(
  shown: Distributions,
  title: string,
  edgeText: (edge: number) => string,
): Markup {
  const { edges, labels } = shown;
  if (edges !== undefined) return outlines(shown, edges, title, edgeText);
  return bars(shown, labels ?? [], title);
}

const plot = { height: 132, top: 8, bottom: 20 } as const;

function outlines(
  { before, after }: Distributions,
  edges: readonly number[],
  title: string,
  edgeText: (edge: number) => string,
): Markup {
  const most = Math.max(...before, ...after, Number.MIN_VALUE);
  const step = width / Math.max(1, before.length);
  const base = plot.height - plot.bottom;
  const y = (share: number) => round(base - (share / most) * (base - plot.top));
  const outline = (shares: readonly number[]) => {
    const tops = shares.map(
      (share, place) => `H${round(place * step)}V${y(share)}H${round((place + 1) * step)}`,
    );
    return `M0 ${base}${tops.join("")}V${base}`;
  };
  const [low, middle, high] = [edges[0] ?? 0, edges[Math.floor(edges.length / 2)] ?? 0, edges.at(-1) ?? 0];
  const place = plot.height - 5;
  return markup`<svg viewBox="0 0 ${width} ${plot.height}" role="img" aria-label="${title}"><path class="before" d="${outline(before)}"/><path class="now" d="${outline(after)}"/><line class="grid" x1="0" x2="${width}" y1="${base}" y2="${base}"/><text x="0" y="${place}">${edgeText(low)}</text><text x="${width / 2}" y="${place}" text-anchor="middle">${edgeText(middle)}</text><text x="${width}" y="${place}" text-anchor="end">${edgeText(high)}</text></svg>`;
}

const row = { height: 24, bar: 8, names: 118, figures: 92 } as const;
const longestName = 17;
/** Longer ones are squeezed to their room, whatever font there is. */
const roomyName = 13;

function bars({ before, after }: Distributions, labels: readonly string[], title: string): Markup {
  const most = Math.max(...before, ...after, Number.MIN_VALUE);
  const room = width - row.names - row.figures;
  const rows = labels.map((label, place) => {
    const [from, to] = [before[place] ?? 0, after[place] ?? 0];
    const top = place * row.height + 3;
    const length = (share: number) => round(Math.max(share > 0 ? 1 : 0, (share / most) * room));
    const middle = top + row.bar + 3;
    const name = label.length > longestName ? `${label.slice(0, longestName - 1)}…` : label;
    const squeezed =
      name.length > roomyName
        ? markup` textLength="${row.names - 8}" lengthAdjust="spacingAndGlyphs"`
        : undefined;
    return markup`<text x="${row.names - 8}" y="${middle}" text-anchor="end"${squeezed}>${name === "" ? '""' : name}<title>${label}</title></text><rect class="before" x="${row.names}" y="${top}" width="${length(from)}" height="${row.bar}"/><rect class="now" x="${row.names}" y="${top + row.bar + 1}" width="${length(to)}" height="${row.bar}"/><text x="${width}" y="${middle}" text-anchor="end">${percent(from)} → ${percent(to)}</text>`;
  });
  return markup`<svg viewBox="0 0 ${width} ${Math.max(1, labels.length) * row.height + 4}" role="img" aria-label="${title}">${rows}</svg>`;
}

function percent(share: number): string {
  const value = share * 100;
  return `${value >= 10 || value === 0 ? Math.round(value) : Number(value.toPrecision(2))} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Colours of the two distributions, for pages that show them. */
export const distributionStyle = markup`
:root { --before: #6b7a89; --now: #c2570c; }
@media (prefers-color-scheme: dark) { :root { --before: #93a4b4; --now: #f2994a; } }
path.before { fill: var(--before); fill-opacity: .28; stroke: var(--before); stroke-width: 1.2; }
path.now { fill: var(--now); fill-opacity: .2; stroke: var(--now); stroke-width: 1.6; }
rect.before { fill: var(--before); opacity: .75; }
rect.now { fill: var(--now); }
.key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin: 0 6px -1px 0; }
.key.before { background: var(--before); } .key.now { background: var(--now); margin-left: 14px; }
`;
