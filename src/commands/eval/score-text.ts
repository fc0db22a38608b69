import type { Predictions } from "../../app/evals/score/read-predictions.js";
import type { Scores } from "../../app/evals/score/score-predictions.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { confusionMatrix } from "../../stats/scoring/confusion-matrix.js";
import { perClass } from "../../stats/scoring/per-class.js";
import { fewestCases, type NamedMeasure } from "../../stats/scoring/score-cases.js";
import type { ScoringCases } from "../../stats/scoring/types.js";
import type { FlexibleColumn } from "../../ui/fit-columns.js";
import type { Ui } from "../../ui/ui.js";
import { comparisonLines, curveLines, fairnessLines } from "./score-extras.js";
import { figureText, intervalText } from "./score-figures.js";
import { tableLines } from "./table-lines.js";

/** Classes beyond this many are in `--json` alone. */
const mostClasses = 12;

/** What `mlx eval score` says: figures with their intervals, what was taken for what, slices, fairness, curves, comparison, gates. */
export function scoreText(ui: Ui, predictions: Predictions, scores: Scores): string {
  const { cases } = predictions;
  const blocks = [
    [titleOf(ui, predictions)],
    [...metricLines(ui, scores.metrics), ...fewLines(ui, cases)],
    cases.task === "binary" || cases.task === "multiclass" ? confusionLines(ui, cases) : [],
    cases.task === "multiclass" || cases.task === "multilabel" ? classLines(ui, cases) : [],
    ...sliceBlocks(ui, scores),
    ...scores.fairness.map((fairness) => fairnessLines(ui, fairness)),
    scores.comparison ? comparisonLines(ui, scores.comparison) : [],
    scores.curves ? curveLines(ui, scores.curves) : [],
    gateLines(ui, scores),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
}

function titleOf({ theme }: Ui, { file, cases, because }: Predictions): string {
  const facts = [countOf(cases.n, "case"), cases.task + (because === undefined ? "" : ` (${because})`)];
  if (cases.task === "binary") facts.push(`positive is ${displayPath(cases.classes[1] ?? "")}`);
  if (cases.clusters) facts.push(countOf(new Set(cases.clusters).size, "cluster"));
  return `${theme.bold(displayPath(file))}: ${facts.join(", ")}`;
}

function metricLines(ui: Ui, metrics: readonly NamedMeasure[]): readonly string[] {
  const shown = metrics.filter((metric) => metric.shown);
  const said = ({ measured }: NamedMeasure) =>
    (measured.value === null ? measured.reason : measured.note) ?? "";
  const notes: FlexibleColumn[] = shown.some((it) => said(it) !== "")
    ? [{ heading: "", cells: shown.map(said), narrowest: 20, worth: 1, style: ui.theme.yellow }]
    : [];
  return tableLines(ui, [
    { heading: "metric", cells: shown.map(({ name }) => name) },
    { heading: "value", cells: shown.map(({ measured }) => figureText(measured)), right: true },
    {
      heading: "95% interval",
      cells: shown.map(({ measured }) => intervalText(measured)),
      style: ui.theme.dim,
    },
    ...notes,
  ]);
}

/** Why there are few intervals, where cases or clusters are few. */
function fewLines({ theme }: Ui, { n, clusters }: ScoringCases): readonly string[] {
  const units = clusters ? new Set(clusters).size : n;
  if (units >= fewestCases) return [];
  const what = countOf(units, clusters ? "cluster" : "case");
  return [theme.yellow(`${what}: too few to say how sure the other figures are`)];
}

function confusionLines(
  ui: Ui,
  cases: Extract<ScoringCases, { readonly task: "binary" | "multiclass" }>,
): readonly string[] {
  const { classes } = cases;
  if (classes.length > mostClasses) return [];
  const matrix = confusionMatrix(cases);
  const names = classes.map(displayPath);
  return tableLines(ui, [
    { heading: "is \\ predicted", cells: names, narrowest: 14 },
    ...names.map(
      (heading, column): FlexibleColumn => ({
        ...{ heading, narrowest: 6, right: true },
        cells: matrix.map((row) => formatCount(row[column] ?? 0)),
        style: (text, row) => {
          if (row === column) return ui.theme.green(text);
          return text === "0" ? ui.theme.dim(text) : ui.theme.red(text);
        },
      }),
    ),
  ]);
}

function classLines(
  ui: Ui,
  cases: Exclude<ScoringCases, { readonly task: "regression" }>,
): readonly string[] {
  const rows = perClass(cases);
  const shown = rows.slice(0, mostClasses);
  const share = (value: number) => value.toFixed(3);
  const lines = tableLines(ui, [
    {
      heading: cases.task === "multilabel" ? "label" : "class",
      cells: shown.map((it) => displayPath(it.label)),
      narrowest: 8,
    },
    { heading: "cases", cells: shown.map((it) => formatCount(it.support)), right: true },
    { heading: "precision", cells: shown.map((it) => share(it.precision)), right: true },
    { heading: "recall", cells: shown.map((it) => share(it.recall)), right: true },
    { heading: "f1", cells: shown.map((it) => share(it.f1)), right: true },
  ]);
  const left = rows.length - shown.length;
  return left === 0 ? lines : [...lines, ui.theme.dim(`and ${countOf(left, "more")}: see --json`)];
}

/** The figures that slices are told by, as far as the task has them. */
const headlines = ["accuracy", "f1", "f1_macro", "roc_auc", "mae", "r2"];

function sliceBlocks(ui: Ui, { slices, metrics }: Scores): readonly (readonly string[])[] {
  const told = metrics.filter(({ name, shown }) => shown && headlines.includes(name)).map(({ name }) => name);
  return [...new Set(slices.map(({ name }) => name))].map((slice) => {
    const groups = slices.filter(({ name }) => name === slice);
    const few = (row: number) => (groups[row]?.n ?? 0) < fewestCases;
    const cell = (name: string) =>
      groups.map(({ n, metrics: own }) => {
        if (n < fewestCases) return name === told[0] ? "too few to say" : "";
        const measured = own.find((metric) => metric.name === name)?.measured;
        if (measured === undefined) return "";
        const interval = intervalText(measured);
        return interval === "" ? figureText(measured) : `${figureText(measured)} (${interval})`;
      });
    return tableLines(ui, [
      { heading: displayPath(slice), cells: groups.map(({ value }) => displayPath(value)), narrowest: 8 },
      { heading: "cases", cells: groups.map(({ n }) => formatCount(n)), right: true },
      ...told.map(
        (name, index): FlexibleColumn => ({
          ...{ heading: name, cells: cell(name) },
          ...(index > 0 && { worth: told.length - index }),
          style: (text, row) => (few(row) ? ui.theme.yellow(text) : text),
        }),
      ),
    ]);
  });
}

function gateLines({ theme }: Ui, { gates }: Scores): readonly string[] {
  return gates.map(({ name, passed, inconclusive, reason }) => {
    const sign = passed ? theme.green("✓") : inconclusive ? theme.yellow("?") : theme.red("✗");
    return `${sign} ${displayPath(`${name}: ${reason}`)}`;
  });
}
