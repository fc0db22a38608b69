import { displayPath } from "../../core/visible-text.js";
import type { RunComparison } from "../../runs/compare/compare-runs.js";
import { shortId } from "../../runs/short-id.js";
import { type FlexibleColumn, fitColumns, fittedText } from "../../ui/fit-columns.js";
import type { Ui } from "../../ui/ui.js";
import { metricText, shortDelta, valueText } from "./compare-cells.js";
import { statusStyle, statusText } from "./run-cells.js";

/** A row a run: what differs among its metrics and parameters, as far as there is room. */
export function manyRunsTable(ui: Ui, { runs, metrics, params }: RunComparison): string {
  const metricColumns = metrics
    .filter(({ differs }) => differs)
    .slice(0, 12)
    .map(
      (metric, place): FlexibleColumn => ({
        heading: displayPath(metric.key),
        cells: runs.map((_, index) =>
          `${metricText(metric, index)} ${shortDelta(metric.deltas[index])}`.trimEnd(),
        ),
        right: true,
        worth: 80 - place * 2,
        widest: 24,
        style: (text, index) => {
          if (metric.best.includes(index)) return ui.theme.bold(ui.theme.green(text));
          return text;
        },
      }),
    );
  const paramColumns = params
    .filter(({ differs }) => differs)
    .slice(0, 12)
    .map(
      ({ key, values }, place): FlexibleColumn => ({
        heading: displayPath(key),
        cells: values.map(valueText),
        worth: 79 - place * 2,
        narrowest: 7,
        widest: 20,
      }),
    );
  const fixed: FlexibleColumn[] = [
    { heading: "id", cells: runs.map(({ id }) => shortId(id)) },
    { heading: "name", cells: runs.map(({ name }) => displayPath(name)), narrowest: 12, widest: 30 },
    {
      heading: "status",
      cells: runs.map(statusText),
      narrowest: 8,
      worth: 60,
      style: (text, index) => {
        const run = runs[index];
        return run ? statusStyle(ui.theme, run.status)(text) : text;
      },
    },
  ];
  const table = fitColumns([...fixed, ...metricColumns, ...paramColumns], ui.mode.width);
  const text = fittedText(table, ui.theme);
  const omitted =
    metrics.filter(({ differs }) => differs).length +
    params.filter(({ differs }) => differs).length -
    metricColumns.length -
    paramColumns.length +
    table.dropped.filter((it) => it !== "status").length;
  const note =
    omitted > 0
      ? `\n${ui.theme.dim(`${omitted} more columns differ: a wider terminal, --html or --json has them`)}`
      : "";
  return `${text}${note}`;
}
