import type { FairnessScores } from "../../app/evals/score/score-predictions.js";
import { formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { ModelComparison } from "../../stats/scoring/compare-models.js";
import type { ScoreCurves } from "../../stats/scoring/score-curves.js";
import type { Ui } from "../../ui/ui.js";
import { figureText, intervalText, plainFigure, signedFigure } from "./score-figures.js";
import { tableLines } from "./table-lines.js";

/** Whether groups are treated alike, then how each is treated. */
export function fairnessLines(ui: Ui, { slice, groups, measures }: FairnessScores): readonly string[] {
  const entries = Object.entries(measures);
  const figures = tableLines(ui, [
    { heading: `fairness by ${displayPath(slice)}`, cells: entries.map(([name]) => name) },
    { heading: "value", cells: entries.map(([, measured]) => figureText(measured)), right: true },
    {
      heading: "95% interval",
      cells: entries.map(([, it]) => (it.value === null ? it.reason : intervalText(it))),
      style: ui.theme.dim,
    },
  ]);
  const rate = (part: number, whole: number) => (whole === 0 ? "–" : plainFigure(part / whole));
  const treated = tableLines(ui, [
    { heading: displayPath(slice), cells: groups.map(({ name }) => displayPath(name)), narrowest: 8 },
    { heading: "cases", cells: groups.map(({ n }) => formatCount(n)), right: true },
    { heading: "predicted positive", cells: groups.map((it) => rate(it.selected, it.n)), right: true },
    {
      heading: "true positive rate",
      cells: groups.map((it) => rate(it.truePositives, it.positives)),
      right: true,
    },
    {
      heading: "false positive rate",
      cells: groups.map((it) => rate(it.selected - it.truePositives, it.n - it.positives)),
      right: true,
    },
  ]);
  return [...figures, "", ...treated];
}

const verdicts = {
  improved: "improved",
  regressed: "regressed",
  no_evidence: "no evidence of change",
} as const;

/** The second model against the first, case by case. */
export function comparisonLines(ui: Ui, metrics: readonly ModelComparison[]): readonly string[] {
  const style = (text: string, row: number) => {
    const verdict = metrics[row]?.verdict;
    if (verdict === "improved") return ui.theme.green(text);
    return verdict === "regressed" ? ui.theme.red(text) : text;
  };
  return tableLines(ui, [
    { heading: "second model", cells: metrics.map(({ metric }) => metric) },
    { heading: "first", cells: metrics.map(({ before }) => plainFigure(before)), right: true },
    { heading: "second", cells: metrics.map(({ after }) => plainFigure(after)), right: true },
    { heading: "difference", cells: metrics.map(({ difference }) => signedFigure(difference)), right: true },
    {
      heading: "95% interval",
      cells: metrics.map(({ interval }) => interval?.map(signedFigure).join(" to ") ?? ""),
      worth: 2,
    },
    {
      heading: "p",
      cells: metrics.map(({ adjustedP }) => (adjustedP < 0.001 ? "< 0.001" : adjustedP.toFixed(3))),
      ...{ right: true, worth: 1 },
    },
    { heading: "verdict", cells: metrics.map(({ verdict }) => verdicts[verdict]), style },
  ]);
}

const barWidth = 20;

/** What other thresholds would give, and how far the probabilities can be believed. */
export function curveLines(ui: Ui, { thresholds, calibration }: ScoreCurves): readonly string[] {
  const share = (value: number | null) => (value === null ? "–" : plainFigure(value));
  const table =
    thresholds.length === 0
      ? []
      : tableLines(ui, [
          { heading: "threshold", cells: thresholds.map((row) => row.threshold.toFixed(2)), right: true },
          { heading: "positive", cells: thresholds.map((row) => formatCount(row.selected)), right: true },
          { heading: "precision", cells: thresholds.map((row) => share(row.precision)), right: true },
          { heading: "recall", cells: thresholds.map((row) => share(row.recall)), right: true },
          { heading: "f1", cells: thresholds.map((row) => share(row.f1)), right: true },
          { heading: "", cells: thresholds.map((row) => bar(row.f1)), style: ui.theme.cyan, worth: 1 },
        ]);
  if (calibration.length === 0) return table;
  const bins = tableLines(ui, [
    {
      heading: "probability",
      cells: calibration.map(({ from, to }) => `${from.toFixed(2)} to ${to.toFixed(2)}`),
    },
    { heading: "cases", cells: calibration.map(({ n }) => formatCount(n)), right: true },
    { heading: "predicted", cells: calibration.map((bin) => plainFigure(bin.predicted)), right: true },
    { heading: "observed", cells: calibration.map((bin) => plainFigure(bin.observed)), right: true },
    { heading: "", cells: calibration.map((bin) => bar(bin.observed)), style: ui.theme.cyan, worth: 1 },
  ]);
  return table.length === 0 ? bins : [...table, "", ...bins];
}

function bar(share: number): string {
  return "█".repeat(Math.round(share * barWidth));
}
