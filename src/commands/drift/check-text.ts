import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { type CheckedData, checkedText } from "../../drift/checked.js";
import { testTitle } from "../../drift/describe-shift.js";
import { effectOf, effectTest } from "../../drift/distance.js";
import { chanceText, effectText } from "../../drift/figures.js";
import { type SideBySide, sideBySide, topicsSideBySide } from "../../drift/side-by-side.js";
import type { ColumnDrift } from "../../drift/verdict.js";
import { fitColumns, fittedText } from "../../ui/fit-columns.js";
import { levelBars } from "../../ui/level-bars.js";
import type { Ui } from "../../ui/ui.js";
import { wrapText } from "../../ui/wrap-text.js";
import { partLines } from "./part-lines.js";
import { performanceLines, togetherLines } from "./performance-lines.js";
import { topicLines } from "./topic-lines.js";
import { verdictSign, verdictStyle } from "./verdict-cells.js";

/** Lines of a screen of 24, less those of the prompt before and after. */
const screenLines = 22;
/** Characters for one distribution. */
const places = 10;
const leastColumns = 5;

/** A check on a screen: the verdict, the columns, the most drifted first, and why. */
export function checkText(ui: Ui, checked: CheckedData): string {
  const head = headLines(ui, checked);
  const more = [
    ...topicLines(ui, checked),
    ...togetherLines(ui, checked),
    ...performanceLines(ui, checked),
    ...partLines(ui, checked),
  ];
  const room = Math.max(leastColumns + 2, screenLines - head.length - more.length);
  const reasons = reasonLines(ui, checked, Math.max(2, Math.floor(room / 2)));
  const table = columnLines(ui, checked, Math.max(leastColumns, room - reasons.length - 2));
  return [...head, ...table, ...reasons, ...more].join("\n");
}

function headLines(ui: Ui, checked: CheckedData): string[] {
  const { theme } = ui;
  const { monitor, report, baseline } = checked;
  const verdict = verdictStyle(theme, report.verdict)(report.verdict);
  const facts = `${countOf(report.rows.current, "row")} of ${checkedText(checked, displayPath)} against ${formatCount(report.rows.baseline)} of ${displayPath(baseline.path)}`;
  const alerts = (report.alerts ?? []).map(
    (alert) => `${verdictSign(theme, alert.verdict)} alert ${displayPath(alert.name)}: ${alert.reason}`,
  );
  return [
    `${theme.bold(displayPath(monitor))}: ${verdict} · ${report.reason}`,
    theme.dim(facts),
    ...alerts,
    ...(report.notes ?? []).map((note) => theme.dim(note)),
  ];
}

function columnLines(ui: Ui, checked: CheckedData, most: number): string[] {
  const { columns } = checked.report;
  const shown = columns.slice(0, columns.length > most ? most - 1 : most);
  if (shown.length === 0) return [];
  const topics = new Map(columns.map((column) => [column.name, topicsSideBySide(column)]));
  const bars = new Map(checked.drawn.map((drawn) => [drawn.name, barsOf(drawn, topics.get(drawn.name))]));
  const style = (text: string, row: number) => {
    const column = shown[row];
    return column === undefined ? text : verdictStyle(ui.theme, column.verdict)(text);
  };
  const table = fitColumns(
    [
      { heading: "column", cells: shown.map(({ name }) => displayPath(name)), narrowest: 12, widest: 32 },
      { heading: "kind", cells: shown.map(({ kind }) => kind), worth: 1 },
      { heading: "before", cells: shown.map(({ name }) => bars.get(name)?.before ?? ""), worth: 3 },
      { heading: "now", cells: shown.map(({ name }) => bars.get(name)?.after ?? ""), worth: 3 },
      { heading: "effect", cells: shown.map(effectCell), worth: 4 },
      { heading: "chance", cells: shown.map(chanceCell), worth: 2 },
      { heading: "verdict", cells: shown.map(({ verdict }) => verdict), style },
    ],
    ui.mode.width,
  );
  const rest = columns.slice(shown.length);
  return [...fittedText(table, ui.theme).split("\n"), ...restLine(ui, rest)];
}

function restLine(ui: Ui, rest: readonly ColumnDrift[]): string[] {
  if (rest.length === 0) return [];
  const counts = (["drift", "warning", "inconclusive", "ok"] as const).flatMap((verdict) => {
    const count = rest.filter((column) => column.verdict === verdict).length;
    return count === 0 ? [] : [`${formatCount(count)} ${verdict}`];
  });
  return [ui.theme.dim(`and ${countOf(rest.length, "more column")}: ${counts.join(", ")}`)];
}

/** @param topics which tell more of texts than their lengths. */
function barsOf({ baseline, current }: CheckedData["drawn"][number], topics: SideBySide | undefined) {
  const drawn = topics ?? sideBySide(baseline, current, places);
  if (drawn === undefined) return undefined;
  const most = Math.max(...drawn.before, ...drawn.after);
  return { before: levelBars(drawn.before, most), after: levelBars(drawn.after, most) };
}

/** `W1/σ 0.32` */
export function effectCell(column: ColumnDrift): string {
  const test = effectTest(column);
  return test === undefined ? "" : `${testTitle(test.name)} ${effectText(effectOf(test))}`;
}

/** `KS q < 0.001` */
export function chanceCell({ tests }: ColumnDrift): string {
  const test = tests.find(({ qValue }) => qValue !== undefined);
  return test?.qValue === undefined ? "" : `${testTitle(test.name)} q ${chanceText(test.qValue)}`;
}

/** Why the columns that are not well are so, in words. */
function reasonLines(ui: Ui, { report }: CheckedData, most: number): string[] {
  const told = report.columns.filter(({ verdict }) => verdict === "drift" || verdict === "warning");
  const lines: string[] = [];
  for (const column of told) {
    const text = `${displayPath(column.name)}: ${column.reason}`;
    const [first = "", ...others] = wrapText(text, ui.mode.width - 2);
    const block = [`${verdictSign(ui.theme, column.verdict)} ${first}`, ...others.map((line) => `  ${line}`)];
    if (lines.length > 0 && lines.length + block.length > most) break;
    lines.push(...block);
  }
  return lines;
}
