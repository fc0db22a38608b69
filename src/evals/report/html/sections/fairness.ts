import { formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";
import type { EvalSummary } from "../../../summary.js";
import { intervalTable } from "../charts/interval-table.js";
import { section } from "./section.js";

/** Whether the values of a slice are treated alike, where gates ask for it. */
export function fairnessSection({ fairness = [] }: EvalSummary): Markup | undefined {
  if (fairness.length === 0) return undefined;
  const rows = fairness.flatMap(({ measure, slice, measured }) => {
    if (measured.value === null) return [];
    const { value, interval, n } = measured;
    return [{ label: `${nameOf(measure)} by ${slice}`, value, interval, cells: [formatCount(n)] }];
  });
  const unknown = fairness.flatMap(({ measure, slice, measured }) =>
    measured.value === null
      ? [markup`<p class="soft">${nameOf(measure)} by ${slice}: ${measured.reason}</p>`]
      : [],
  );
  const table =
    rows.length === 0
      ? undefined
      : intervalTable({
          ...{ heading: "Measure", figure: "value", kind: "number", rows },
          headings: ["cases"],
        });
  return section("fairness", "Fairness", [table, ...unknown]);
}

function nameOf(measure: string): string {
  return measure.replaceAll("_", " ");
}
