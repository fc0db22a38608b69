import { type Markup, markup } from "../../core/markup.js";
import { shorten } from "../text-width.js";
import { layeredLayout } from "./layered-layout.js";

/** A card of a graph. */
export interface GraphCard {
  readonly id: string;
  /** From 0, the leftmost. */
  readonly column: number;
  /** What it is, in small letters above. */
  readonly kind: string;
  readonly label: string;
  readonly details: readonly string[];
  /** Degrees on the colour circle. */
  readonly hue: number;
  /** A mark in its corner. */
  readonly state?: "good" | "bad" | "unclear";
  /** The card that everything is about. */
  readonly main?: boolean;
}

export interface GraphLine {
  readonly from: string;
  readonly to: string;
}

const padding = 12;
const edge = 10;
const kindLine = 14;
const labelLine = 18;
const detailLine = 15;
/** Widths of a character, about. */
const labelWidth = 7.3;
const detailWidth = 6.3;
const narrowest = 132;
const widestCard = 250;

/** Cards and the lines between them, left to right, as SVG of its own; `graphStyle` has its colours. @param title for those who cannot see it. */
export function graphChart(title: string, cards: readonly GraphCard[], lines: readonly GraphLine[]): Markup {
  const widths = columnWidths(cards);
  const boxes = cards.map((card) => {
    const height = 2 * padding + kindLine + labelLine - 4 + card.details.length * detailLine;
    return { id: card.id, column: card.column, width: widths.get(card.column) ?? narrowest, height };
  });
  const layout = layeredLayout(boxes, lines);
  const [width, height] = [Math.ceil(layout.width + 2 * edge), Math.ceil(layout.height + 2 * edge)];
  const drawnLines = layout.lines.map(
    ({ points }) => markup`<path class="line" d="${pathThrough(points)}"/>\n`,
  );
  const drawnCards = cards.map((card, at) => {
    const place = layout.places.get(card.id) ?? { x: 0, y: 0 };
    return cardMarkup(card, place, { width: boxes[at]?.width ?? 0, height: boxes[at]?.height ?? 0 });
  });
  return markup`<svg class="graph" width="${width}" height="${height}" viewBox="${-edge} ${-edge} ${width} ${height}" role="img" aria-label="${title}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="arrow" d="M0 .6 7.4 4 0 7.4z"/></marker></defs>
${drawnLines}${drawnCards}</svg>`;
}

function columnWidths(cards: readonly GraphCard[]): ReadonlyMap<number, number> {
  const widths = new Map<number, number>();
  for (const { column, label, details } of cards) {
    const text = Math.max(label.length * labelWidth, ...details.map((line) => line.length * detailWidth));
    const wanted = Math.min(widestCard, Math.max(narrowest, Math.ceil(text) + 2 * padding + 8));
    widths.set(column, Math.max(widths.get(column) ?? 0, wanted));
  }
  return widths;
}

/** A curve that leaves and arrives horizontally at each point. */
function pathThrough(points: readonly { readonly x: number; readonly y: number }[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return "";
  let before = first;
  const pieces = rest.map((point) => {
    const middle = ((before.x + point.x) / 2).toFixed(1);
    const straight = before.y === point.y;
    const piece = straight
      ? `L${point.x.toFixed(1)} ${point.y.toFixed(1)}`
      : `C${middle} ${before.y.toFixed(1)} ${middle} ${point.y.toFixed(1)} ${point.x.toFixed(1)} ${point.y.toFixed(1)}`;
    before = point;
    return piece;
  });
  return `M${first.x.toFixed(1)} ${first.y.toFixed(1)}${pieces.join("")}`;
}

const marks = { good: "✓", bad: "✕", unclear: "!" } as const;

function cardMarkup(
  card: GraphCard,
  { x, y }: { readonly x: number; readonly y: number },
  { width, height }: { readonly width: number; readonly height: number },
): Markup {
  const room = width - 2 * padding;
  const cut = (text: string, each: number) => shorten(text, Math.floor(room / each));
  const details = card.details.map(
    (line, at) =>
      markup`<text class="detail" x="${padding}" y="${padding + kindLine + labelLine + (at + 1) * detailLine - 6}">${cut(line, detailWidth)}</text>`,
  );
  const mark =
    card.state === undefined
      ? undefined
      : markup`<g class="${card.state}"><circle cx="${width - 16}" cy="17" r="8"/><text class="mark" x="${width - 16}" y="21">${marks[card.state]}</text></g>`;
  const whole = [`${card.kind} ${card.label}`, ...card.details].join("\n");
  const classes = card.main === true ? "card main" : "card";
  return markup`<g class="${classes}" style="--h:${card.hue}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><title>${whole}</title><rect width="${width}" height="${height.toFixed(1)}" rx="9"/><text class="kind" x="${padding}" y="${padding + 8}">${card.kind}</text><text class="label" x="${padding}" y="${padding + kindLine + 13}">${cut(card.label, labelWidth)}</text>${details}${mark}</g>\n`;
}

/** The look of a graph, beside that of every page. */
export const graphStyle = markup`
.graph { display: block; width: auto; max-width: none; height: auto; }
.graph .line { fill: none; stroke: var(--line-strong); stroke-width: 1.5; marker-end: url(#arrow); }
.graph .arrow { fill: var(--line-strong); }
.card rect { fill: hsl(var(--h) 60% var(--card)); stroke: hsl(var(--h) 42% var(--rim)); stroke-width: 1.2; }
.card.main rect { stroke: hsl(var(--h) 62% 48%); stroke-width: 2.4; }
.card .kind { font: 600 9.5px system-ui, sans-serif; letter-spacing: .09em; text-transform: uppercase; fill: hsl(var(--h) 48% var(--ink)); }
.card .label { font: 600 13px system-ui, sans-serif; fill: var(--fg); }
.card .detail { font: 11px system-ui, sans-serif; fill: var(--soft); }
.card .mark { font: 700 10.5px system-ui, sans-serif; fill: #fff; text-anchor: middle; }
.card .good circle { fill: #0a7c42; } .card .bad circle { fill: #b3261e; } .card .unclear circle { fill: #96690a; }
:root { --card: 97%; --rim: 78%; --ink: 34%; --line-strong: #a9b2bc; }
@media (prefers-color-scheme: dark) { :root { --card: 15%; --rim: 32%; --ink: 72%; --line-strong: #5a646e; } }
`;
