import type { ComparedSide } from "../../app/evals/compared-side.js";
import type { FlippedResult } from "../../app/evals/flipped-results.js";
import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { relativeTime } from "../../core/format-time.js";
import { displayPath, visibleText } from "../../core/visible-text.js";
import { countsOf } from "../../evals/outcomes/against-baseline.js";
import {
  acrossText,
  apartText,
  baselineName,
  differenceText,
  metricText,
} from "../../evals/outcomes/comparison-text.js";
import type { Comparison, FlippedCase, MetricComparison } from "../../evals/outcomes/types.js";
import { outputText } from "../../evals/output-text.js";
import { percentText } from "../../evals/report/figures.js";
import { shorten } from "../../ui/text-width.js";
import type { Theme } from "../../ui/theme.js";
import type { Ui } from "../../ui/ui.js";
import { wrapped } from "./comparison-lines.js";
import { sideBySide } from "./side-by-side.js";
import { tableLines } from "./table-lines.js";

const shortOutput = 6;

/** A flipped case with what was answered on each side, where that is known. */
export interface ShownFlip {
  readonly flip: FlippedCase;
  readonly before: FlippedResult | undefined;
  readonly after: FlippedResult | undefined;
}

/** Both sides in a line each, then what the comparison says: metrics, slices, and what was not compared. */
export function comparisonText(
  ui: Ui,
  sides: readonly [ComparedSide, ComparedSide],
  comparison: Comparison,
  now: number,
): string {
  const heads = sides.map((side, index) => {
    const name = index === 0 ? "before" : "after ";
    return `${ui.theme.dim(name)}  ${shorten(sideText(side, now), ui.mode.width - 8)}`;
  });
  const apart = apartText(countsOf(comparison));
  return [
    ...heads,
    ...acrossText(comparison).map((text) => `        ${shorten(text, ui.mode.width - 8)}`),
    "",
    ...verdictLines(ui, comparison),
    ...sliceLines(ui, comparison),
    ...(apart === "" ? [] : ["", `not compared: ${apart}`, ...apartIds(ui, comparison)]),
  ].join("\n");
}

function sideText({ typed, side, evaluation, baseline }: ComparedSide, now: number): string {
  const cases = countOf(side.outcomes.length, "case");
  if (baseline !== undefined)
    return `${displayPath(baseline.path)}, ${baselineName(baseline.baseline)}, ${cases}`;
  if (evaluation === undefined) return `${displayPath(typed)}, ${cases}`;
  const { id, suite, started } = evaluation;
  return `${shortEvaluationId(id)} ${displayPath(suite)}, ${relativeTime(started, now)}, ${cases}`;
}

function verdictLines(ui: Ui, { metrics, incomparable }: Comparison): readonly string[] {
  if (metrics.length === 0) {
    const why = incomparable.map(({ reason }) => reason).join("; ");
    return wrapped(`not comparable: ${why}`, ui.mode.width).map(ui.theme.yellow);
  }
  return metrics.flatMap((metric) => {
    const text = `${displayPath(metric.metric)} ${valuesText(metric)}: ${metricText(metric)}`;
    return wrapped(text, ui.mode.width).map(verdictStyle(ui.theme, metric));
  });
}

function valuesText({ metric, before, after }: MetricComparison): string {
  return `${valueText(metric, before)} → ${valueText(metric, after)}`;
}

function valueText(metric: string, value: number): string {
  return metric === "passRate" ? percentText(value) : String(Number(value.toPrecision(4)));
}

function verdictStyle(theme: Theme, { verdict }: MetricComparison): (text: string) => string {
  if (verdict === "regressed") return theme.red;
  if (verdict === "improved") return theme.green;
  return verdict === "underpowered" ? theme.yellow : (text) => text;
}

function sliceLines(ui: Ui, { slices }: Comparison): readonly string[] {
  if (slices.length === 0) return [];
  const column = (heading: string, cellOf: (slice: (typeof slices)[number]) => string, more = {}) => ({
    heading,
    cells: slices.map(cellOf),
    ...more,
  });
  const table = tableLines(ui, [
    column("slice", ({ name, value }) => displayPath(`${name}: ${value}`), { narrowest: 12 }),
    column("cases", ({ n }) => formatCount(n), { right: true, worth: 1 }),
    column("before", ({ metric, before }) => valueText(metric, before), { right: true }),
    column("after", ({ metric, after }) => valueText(metric, after), { right: true }),
    column("change", (slice) => differenceText(slice), { right: true }),
    column("worse", ({ discordant }) => formatCount(discordant.regressed), { right: true, worth: 2 }),
    column("better", ({ discordant }) => formatCount(discordant.improved), { right: true, worth: 2 }),
    column("verdict", ({ verdict }) => verdict.replace("no_evidence", "no evidence"), { worth: 3 }),
  ]);
  return ["", ...table];
}

/** The ids of what was not compared, a line for each reason. */
function apartIds(ui: Ui, comparison: Comparison): readonly string[] {
  const { added, removed, changed, regraded, ungraded } = comparison;
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ["added", added],
    ["removed", removed],
    ["other values", changed],
    ["graded otherwise", regraded],
    ["not graded", ungraded],
  ];
  return lists.flatMap(([what, ids]) =>
    ids.length === 0
      ? []
      : [`  ${shorten(`${what}: ${ids.slice(0, 50).map(displayPath).join(", ")}`, ui.mode.width - 2)}`],
  );
}

/** One flipped case: its name, then both outputs beside each other, each with what the graders said. */
export function flipText(ui: Ui, { flip, before, after }: ShownFlip, full: boolean): string {
  const { id, critical, slices, prompt, provider } = flip;
  const isWorse = flip.after < flip.before;
  const sign = isWorse ? ui.theme.red("✗") : ui.theme.green("✓");
  const facts = [
    ...(critical ? ["critical"] : []),
    ...shares(flip),
    ...Object.entries(slices).map(([name, value]) => `${name}: ${value}`),
    `${prompt} · ${provider}`,
  ];
  const head = `${displayPath(id)}  ${displayPath(facts.join(" · "))}`;
  const width = ui.mode.width - 2;
  const most = full ? Number.POSITIVE_INFINITY : shortOutput;
  const outputs = sideBySide(shownOutput(before), shownOutput(after), width, most);
  const reasons = sideBySide(before?.reason ?? "", after?.reason ?? "", width, most);
  const { dim } = ui.theme;
  return [
    `${sign} ${shorten(head, width)}`,
    ...sideBySide("before", "after", width, 1).map(([a, b]) => `  ${dim(a)} ${dim("│")} ${dim(b)}`),
    ...outputs.map(([a, b]) => `  ${a} ${dim("│")} ${b}`.trimEnd()),
    ...reasons
      .filter(([a, b]) => a.trim() !== "" || b !== "")
      .map(([a, b]) => `  ${ui.theme.yellow(a)} ${dim("│")} ${ui.theme.yellow(b)}`.trimEnd()),
  ].join("\n");
}

/** Where repeats differ among themselves. */
function shares({ before, after }: FlippedCase): readonly string[] {
  if (Math.abs(before - after) === 1) return [];
  return [`passed ${Math.round(100 * before)}% → ${Math.round(100 * after)}%`];
}

function shownOutput(result: FlippedResult | undefined): string {
  if (result === undefined) return "(the output is not in this clone)";
  return visibleText(outputText(result.output), false);
}
