import type { PageGrade, PageRow } from "../page-data.js";
import { element } from "./elements.js";
import { costText, countText, scoreText, timeText } from "./figures.js";
import type { ReportData } from "./report-data.js";
import { statusText } from "./status-text.js";
import { textBlock } from "./text-block.js";

/** Status, figures and slices of a case, in a line. */
export function factsOf(data: ReportData, row: PageRow): HTMLElement {
  const [input, output] = row.tokens ?? [];
  const facts: readonly (readonly [string, string])[] = [
    ["asked", data.label(row)],
    ["score", scoreText(row.score)],
    ["latency", timeText(row.ms)],
    ["cost", costText(row.usd)],
    [
      "tokens",
      input === undefined || output === undefined ? "" : `${countText(input)} in, ${countText(output)} out`,
    ],
    ["answer", row.cached ? "from the cache" : ""],
    ["error", row.error ?? ""],
    ...Object.entries(row.slices),
  ];
  const list = element("dl", { class: "meta" }, element("div", {}, statusText(row.status)));
  for (const [name, value] of facts) {
    if (value !== "")
      list.append(element("div", {}, element("dt", {}, `${name} `), element("dd", {}, value)));
  }
  return list;
}

/** What each grader said. */
export function gradesOf(data: ReportData, row: PageRow): readonly HTMLElement[] {
  const reason = row.reason === undefined ? [] : textBlock(data, row, row.reason);
  if (row.grades.length === 0) return reason;
  const head = ["Verdict", "Grader", "Score", "Reason"].map((text) => element("th", { scope: "col" }, text));
  const rows = row.grades.map((grade) => gradeRow(data, grade));
  const table = element(
    "table",
    { class: "grades" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
  return [...reason, element("div", { class: "scroll" }, table), ...droppedNote(row)];
}

function gradeRow(data: ReportData, grade: PageGrade): HTMLElement {
  const [, status, score, reason] = grade;
  const { type, metric, inSet } = data.grader(grade);
  const left = data.leftOut(reason);
  return element(
    "tr",
    {},
    element("td", {}, statusText(status)),
    element(
      "td",
      { class: inSet ? "in-set" : undefined },
      type,
      metric === undefined ? undefined : element("div", { class: "soft" }, metric),
    ),
    element("td", { class: "num" }, scoreText(score ?? undefined)),
    element("td", {}, data.text(reason) + (left > 0 ? ` … ${countText(left)} characters more` : "")),
  );
}

function droppedNote({ dropped }: PageRow): readonly HTMLElement[] {
  if (dropped === undefined) return [];
  return [
    element(
      "p",
      { class: "cut" },
      `${countText(dropped)} grades, slices, messages or variables have no room here`,
    ),
  ];
}

/** The prompt as it was sent, message by message. */
export function messagesOf(data: ReportData, row: PageRow): readonly HTMLElement[] {
  return row.messages.flatMap(([role, text]) => [
    element("p", { class: "role" }, role),
    ...textBlock(data, row, text),
  ]);
}

/** The variables of the test. */
export function varsOf(data: ReportData, row: PageRow): readonly HTMLElement[] {
  return row.vars.flatMap(([name, text]) => [
    element("p", { class: "role" }, name),
    ...textBlock(data, row, text),
  ]);
}
