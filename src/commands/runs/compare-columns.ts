import { formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { ComparedMetric } from "../../runs/compare/compare-metrics.js";
import type { RunComparison } from "../../runs/compare/compare-runs.js";
import { shorten, textWidth } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { deltaText, metricText, shortDelta } from "./compare-cells.js";
import { sampleSparkline } from "./run-cells.js";

const narrowest = 16;
/** A column that shows a metric with both of its deltas needs as much; a narrower one shows the relative one. */
const forBothDeltas = 27;
const widest = 44;
const gap = 2;

/** Metrics of which histories are drawn. */
const drawn = 30;

/** One column a run, the same through all sections. */
export class SideBySide {
  private constructor(
    private readonly ui: Ui,
    private readonly titles: readonly string[],
    private readonly labelWidth: number,
    readonly columnWidth: number,
  ) {}

  /** @returns undefined where the columns of so many runs do not fit the terminal. */
  static fitting(ui: Ui, titles: readonly string[], labels: readonly string[]): SideBySide | undefined {
    const longest = Math.max(10, ...labels.map((label) => textWidth(label) + 2));
    const labelWidth = Math.min(longest, Math.max(16, Math.floor(ui.mode.width / 3)));
    const room = Math.floor((ui.mode.width - labelWidth) / titles.length) - gap;
    if (room < narrowest && titles.length > 2) return undefined;
    return new SideBySide(ui, titles, labelWidth, Math.max(12, Math.min(widest, room)));
  }

  heading(): string {
    return this.ui.theme.bold(this.row("", this.titles));
  }

  /** Cuts label and cells to their columns; `style` colours a cell once it is cut. */
  row(label: string, cells: readonly string[], style = (text: string, _index: number) => text): string {
    const parts = cells.map((cell, index) => {
      const text = shorten(cell, this.columnWidth);
      const padding = index === cells.length - 1 ? "" : " ".repeat(this.columnWidth - textWidth(text));
      return `${" ".repeat(gap)}${style(text, index)}${padding}`;
    });
    return `${this.#label(label)}${parts.join("")}`.trimEnd();
  }

  #label(text: string): string {
    const label = shorten(text, this.labelWidth);
    return label + " ".repeat(this.labelWidth - textWidth(label));
  }
}

/** The metrics: a line of values with their deltas, and below it the histories of those that have some. */
export function metricRows(
  ui: Ui,
  ledger: RunLedger,
  { metrics, runs }: RunComparison,
  side: SideBySide,
  all: boolean,
): string {
  if (metrics.length === 0) return "";
  const different = metrics.filter(({ differs }) => differs);
  const wanted = all ? metrics : different;
  const shown = all ? wanted : wanted.slice(0, drawn);
  const delta = side.columnWidth < forBothDeltas ? shortDelta : deltaText;
  const lines = shown.flatMap((metric) => {
    const cells = metric.values.map((_, index) =>
      `${metricText(metric, index)}  ${delta(metric.deltas[index])}`.trimEnd(),
    );
    const values = side.row(`  ${displayPath(metric.key)}${arrow(metric)}`, cells, (text, index) =>
      coloured(ui, metric, text, index),
    );
    const width = Math.min(24, side.columnWidth);
    const curves = runs.map((run, index) =>
      metric.values[index] ? sampleSparkline(ledger.sample(run.measuredBy, metric.key, width)) : "",
    );
    return curves.some((curve) => curve !== "")
      ? [values, side.row("", curves, (text) => ui.theme.cyan(text))]
      : [values];
  });
  const count = different.length === 0 ? "all the same" : `${different.length} of ${metrics.length} differ`;
  const more = wanted.length - shown.length;
  return [
    `${ui.theme.bold("metrics")}  ${ui.theme.dim(count)}`,
    ...lines,
    ...(more > 0 ? [ui.theme.dim(`  … ${formatCount(more)} more with --all`)] : []),
  ].join("\n");
}

/** Which direction is better, where that is known. */
function arrow({ direction }: ComparedMetric): string {
  return direction === undefined ? "" : direction === "min" ? " ↓" : " ↑";
}

/** The delta green where it is better and red where it is worse. */
function coloured(ui: Ui, metric: ComparedMetric, text: string, index: number): string {
  const better = metric.deltas[index]?.better;
  const at = text.indexOf("  ");
  if (better === undefined || at === -1) return text;
  return `${text.slice(0, at)}${(better ? ui.theme.green : ui.theme.red)(text.slice(at))}`;
}
