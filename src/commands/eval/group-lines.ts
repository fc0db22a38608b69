import { formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { GroupSummary } from "../../evals/case-group.js";
import { costText, rateText, scoreText, sureText, timeText } from "../../evals/report/figures.js";
import type { EvalSummary } from "../../evals/summary.js";
import type { FlexibleColumn } from "../../ui/fit-columns.js";
import type { Ui } from "../../ui/ui.js";
import { tableLines } from "./table-lines.js";

/** Figures by prompt and provider, after an empty line; nothing where there is but one of each. @param most lines in all. */
export function combinationLines(ui: Ui, { combinations }: EvalSummary, most: number): readonly string[] {
  if (combinations.length < 2) return [];
  const shown = worstFirst(combinations, most - 2);
  const names = [
    column("prompt", shown, ({ prompt }) => displayPath(prompt), { narrowest: 12 }),
    column("provider", shown, ({ provider }) => displayPath(provider), { narrowest: 12 }),
  ];
  return groupLines(ui, [...names, ...figures(shown)], combinations.length - shown.length);
}

/** Figures by slice, after an empty line. @param most lines in all. */
export function sliceLines(ui: Ui, { slices }: EvalSummary, most: number): readonly string[] {
  if (slices.length === 0 || most < 3) return [];
  const shown = worstFirst(slices, most - 2);
  const name = column("slice", shown, (group) => displayPath(`${group.name}: ${group.value}`), {
    narrowest: 12,
  });
  return groupLines(ui, [name, ...figures(shown)], slices.length - shown.length);
}

/** All of them in their order where there is room; else those that did worst, and a line for the rest. */
function worstFirst<T extends GroupSummary>(groups: readonly T[], room: number): readonly T[] {
  if (groups.length <= room) return groups;
  const sorted = [...groups].sort((a, b) => (a.passRate ?? -1) - (b.passRate ?? -1));
  return sorted.slice(0, Math.max(1, room - 1));
}

function groupLines(ui: Ui, columns: readonly FlexibleColumn[], left: number): readonly string[] {
  return [
    "",
    ...tableLines(ui, columns),
    ...(left > 0 ? [ui.theme.dim(`and ${formatCount(left)} that did better`)] : []),
  ];
}

function figures(groups: readonly GroupSummary[]): readonly FlexibleColumn[] {
  const passed = column(
    "passed",
    groups,
    (group) => `${formatCount(group.passed)} of ${formatCount(group.total)}`,
    { right: true },
  );
  return [
    passed,
    column("rate", groups, rateText, { right: true }),
    column("95% interval", groups, sureText, { right: true, worth: 2.5 }),
    column("score", groups, ({ score }) => scoreText(score), { right: true, worth: 2 }),
    column("errors", groups, ({ errored }) => formatCount(errored), { right: true, worth: 4 }),
    column("p50", groups, ({ latencyMs }) => timeText(latencyMs.p50), { right: true, worth: 1 }),
    column("cost", groups, costText, { right: true, worth: 3 }),
  ];
}

function column<T>(
  heading: string,
  rows: readonly T[],
  cellOf: (row: T) => string,
  more: Partial<FlexibleColumn>,
): FlexibleColumn {
  return { heading, cells: rows.map(cellOf), ...more };
}
