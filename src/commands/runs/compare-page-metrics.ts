import { type Markup, markup } from "../../core/markup.js";
import type { ComparedMetric } from "../../runs/compare/compare-metrics.js";
import type { RunComparison } from "../../runs/compare/compare-runs.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { htmlTable } from "../../ui/html/table.js";
import { deltaText, metricText } from "./compare-cells.js";
import { clip, leftOut, runLabel } from "./compare-page-cells.js";
import { countText } from "./compare-text.js";

/** Cells of the table: see the page's own limit. */
const maxCells = 3000;

/** The latest values: a column a run for few runs, a row a run for many. */
export function metricSection({ metrics, runs }: RunComparison): Markup | undefined {
  if (metrics.length === 0) return undefined;
  const different = metrics.filter(({ differs }) => differs).length;
  const shown = metrics.slice(0, Math.max(4, Math.floor(maxCells / runs.length)));
  const table = runs.length <= 8 ? byMetric(shown, runs) : byRun(shown, runs);
  return markup`<h2>Metrics <span class="soft">latest values; ${countText(different, metrics.length)}</span></h2>\n${table}${leftOut(metrics.length - shown.length, "metric")}`;
}

function byMetric(metrics: readonly ComparedMetric[], runs: readonly WholeRun[]): Markup {
  const rows = metrics.map((metric) => ({
    heading: markup`${clip(metric.key, 60)} ${direction(metric)}`,
    cells: runs.map((_, index) => markup`${value(metric, index)}${delta(metric, index)}`),
    classes: "number",
  }));
  return htmlTable("metric", runs.map(runLabel), rows);
}

function byRun(metrics: readonly ComparedMetric[], runs: readonly WholeRun[]): Markup {
  const rows = runs.map((run, index) => ({
    heading: runLabel(run, index),
    cells: metrics.map((metric) => value(metric, index)),
    classes: "number",
  }));
  const headings = metrics.map((metric) => markup`${clip(metric.key, 40)} ${direction(metric)}`);
  return htmlTable("run", headings, rows);
}

function direction({ direction: better }: ComparedMetric): Markup | undefined {
  if (better === undefined) return undefined;
  const words = better === "min" ? "lower is better" : "higher is better";
  return markup`<span class="soft" title="${words}">${better === "min" ? "↓" : "↑"}</span>`;
}

function value(metric: ComparedMetric, index: number): Markup {
  const text = metricText(metric, index);
  return metric.differs && metric.best.includes(index)
    ? markup`<span class="best">${text}</span>`
    : markup`${text}`;
}

function delta(metric: ComparedMetric, index: number): Markup | undefined {
  const difference = metric.deltas[index];
  const text = deltaText(difference);
  if (text === "") return undefined;
  const class_ = difference?.better === undefined ? "soft" : difference.better ? "good" : "bad";
  return markup`<span class="delta ${class_}">${text}</span>`;
}
