import { formatCount } from "../../../../core/format-bytes.js";
import { groupBy } from "../../../../core/group-by.js";
import { type Markup, markup } from "../../../../core/markup.js";
import type { EvalSummary, SliceSummary } from "../../../summary.js";
import { type IntervalRow, intervalTable } from "../charts/interval-table.js";
import { passRateOf, type ReportedFigure, scoresOf } from "../estimated.js";
import { metricName } from "./metric-name.js";
import { leftOutNote, mostRows } from "./row-limit.js";
import { section } from "./section.js";

/** Of a suite with more metrics these are told of the whole alone. */
const mostMetrics = 8;

/** Pass rates per value of each slice, over the pass rate of the whole; the scores likewise, folded away. */
export function slicesSection(summary: EvalSummary): Markup | undefined {
  const slices = [...groupBy(summary.slices, ({ name }) => name).values()].flat().slice(0, mostRows);
  const whole = passRateOf(summary);
  const rows = slices.flatMap((slice) => {
    const { passed, total, errored } = slice;
    const cells = [`${formatCount(passed)} of ${formatCount(total)}`, formatCount(errored)];
    return rowOf(slice, passRateOf(slice), cells);
  });
  if (rows.length === 0 || whole === undefined) return undefined;
  const rates = intervalTable({
    ...{ heading: "Slice", figure: "pass rate", kind: "rate", rows },
    headings: ["passed", "errors"],
    reference: { value: whole.value, label: "the dashed line is the pass rate of all cases" },
  });
  const scores = scoresOf(summary)
    .slice(0, mostMetrics)
    .map((score) => scoreTable(slices, score));
  return section("slices", "Slices", [rates, leftOutNote(summary.slices.length), ...scores]);
}

function scoreTable(slices: readonly SliceSummary[], whole: ReportedFigure): Markup | undefined {
  const rows = slices.flatMap((slice) => {
    const score = scoresOf(slice).find(({ name }) => name === whole.name);
    return rowOf(slice, score, [score?.n === undefined ? "" : formatCount(score.n)]);
  });
  if (rows.length === 0) return undefined;
  const name = metricName(whole.name);
  const table = intervalTable({
    ...{ heading: "Slice", figure: "value", kind: "number", rows },
    headings: ["cases"],
    reference: { value: whole.value, label: "the dashed line is that of all cases" },
  });
  return markup`<details><summary>${name} per slice</summary>${table}</details>`;
}

function rowOf(
  { name, value }: SliceSummary,
  figure: ReportedFigure | undefined,
  cells: readonly string[],
): readonly IntervalRow[] {
  if (figure === undefined) return [];
  return [{ label: `${name}: ${value}`, value: figure.value, interval: figure.interval, cells }];
}
