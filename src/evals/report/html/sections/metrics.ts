import { formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";
import type { EvalSummary } from "../../../summary.js";
import { intervalTable } from "../charts/interval-table.js";
import type { FigureKind } from "../charts/scale-text.js";
import { type ReportedFigure, ratesOf, scoresOf } from "../estimated.js";
import { metricName } from "./metric-name.js";
import { leftOutNote, mostRows } from "./row-limit.js";
import { section } from "./section.js";

/** Pass rate and scores of the whole, with their intervals. */
export function metricsSection(summary: EvalSummary): Markup | undefined {
  const tables = [
    figureTable(ratesOf(summary), "Rate", "rate"),
    figureTable(scoresOf(summary), "Score", "number"),
  ];
  const failed = summary.notComputed.map(
    ({ name, reason }) => markup`<p class="soft">${name} could not be computed: ${reason}</p>`,
  );
  if (tables.every((table) => table === undefined) && failed.length === 0) return undefined;
  return section("metrics", "Metrics", [...tables, ...failed]);
}

function figureTable(
  figures: readonly ReportedFigure[],
  heading: string,
  kind: FigureKind,
): Markup | undefined {
  if (figures.length === 0) return undefined;
  const isCounted = figures.some(({ n }) => n !== undefined);
  const table = intervalTable({
    ...{ heading, figure: "value", kind },
    ...(isCounted && { headings: ["cases", "independent units"] }),
    rows: figures.slice(0, mostRows).map(({ name, value, interval, n, units }) => ({
      ...{ label: metricName(name), value, interval },
      ...(isCounted && { cells: [n, units].map((count) => (count === undefined ? "" : formatCount(count))) }),
    })),
  });
  return markup`${table}${leftOutNote(figures.length)}`;
}
