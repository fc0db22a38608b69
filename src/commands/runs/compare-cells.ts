import { formatDifference, formatNumber, formatPercent } from "../../core/format-number.js";
import { relativeTime } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import type { ComparedMetric, MetricDelta } from "../../runs/compare/compare-metrics.js";
import { type ComparedRow, comparedRow } from "../../runs/compare/compared-row.js";
import type { WholeRun } from "../../runs/whole-run.js";
import { codeText, durationText, shortDigest, statusText } from "./run-cells.js";

/** What a run lacks. */
export const nothing = "–";

/** A value for people: digests by their first 12 digits. */
export function valueText(value: string | undefined): string {
  return value === undefined ? nothing : displayPath(shortDigest(value));
}

export function metricText(metric: ComparedMetric, index: number): string {
  const value = metric.values[index];
  return value === undefined ? nothing : formatNumber(value.value);
}

/** `-0.022 (-7.1%)`; empty for the first run and for equal values. */
export function deltaText(delta: MetricDelta | undefined): string {
  if (delta === undefined || delta.absolute === 0) return "";
  const share = delta.relative === undefined ? "" : ` (${formatPercent(delta.relative)})`;
  return `${formatDifference(delta.absolute)}${share}`;
}

/** `-7.1%`, or the difference itself where there is no share of it. */
export function shortDelta(delta: MetricDelta | undefined): string {
  if (delta === undefined || delta.absolute === 0) return "";
  return delta.relative === undefined ? formatDifference(delta.absolute) : formatPercent(delta.relative);
}

/** What is said of each run before its parameters. */
export function headRows(runs: readonly WholeRun[], now: number): ComparedRow[] {
  const rows: readonly (readonly [string, (run: WholeRun) => string])[] = [
    ["name", (run) => run.name],
    ["experiment", (run) => run.experiment],
    ["status", statusText],
    ["started", (run) => relativeTime(run.startTime, now)],
    ["duration", (run) => durationText(run, now)],
    ["code", codeText],
  ];
  return rows.map(([key, of]) => comparedRow(key, runs.map(of)));
}
