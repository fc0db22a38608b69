import { countOf, formatCount } from "../../core/format-bytes.js";
import { type CheckedData, type CheckedPart, checkedText } from "../../drift/checked.js";
import { effectText, shareText } from "../../drift/figures.js";
import type { DriftVerdict } from "../../drift/verdict.js";
import { codeSpan, cutText, markdownTable } from "../../evals/report/markdown-text.js";
import { chanceCell, effectCell } from "./check-text.js";
import { alarmText, comparedText, estimateTexts } from "./performance-lines.js";
import { columnsWithTopics, termsText } from "./topic-lines.js";

const longestName = 60;
const longestReason = 200;
const mostColumns = 50;
const mostParts = 60;
const mostTopicTables = 5;

const signs: Readonly<Record<DriftVerdict, string>> = {
  ok: "✅",
  warning: "⚠️",
  drift: "❌",
  inconclusive: "❔",
};

/** A check in Markdown, for a pull request: names and values may have been written by anybody, so all of them are code. */
export function checkMarkdown(checked: CheckedData): string {
  const { monitor, report, baseline } = checked;
  const { verdict, reason, rows, columns } = report;
  const shown = columns.slice(0, mostColumns);
  return [
    `### ${signs[verdict]} Drift of ${codeSpan(monitor, longestName)}: ${verdict}`,
    "",
    `${plain(reason)}. ${countOf(rows.current, "row")} of ${checkedText(checked, (path) => codeSpan(path, longestName))} against ${formatCount(rows.baseline)} of ${codeSpan(baseline.path, longestName)}.`,
    "",
    markdownTable(
      ["column", "kind", "effect", "chance", "verdict", "why"],
      shown.map((column) => [
        codeSpan(column.name, longestName),
        column.kind,
        plain(effectCell(column)),
        plain(chanceCell(column)),
        `${signs[column.verdict]} ${column.verdict}`,
        codeSpan(column.verdict === "ok" ? "" : column.reason, longestReason),
      ]),
      [],
    ),
    ...(columns.length > shown.length
      ? ["", `and ${countOf(columns.length - shown.length, "more column")}`]
      : []),
    ...(report.alerts ?? []).flatMap((alert) => [
      "",
      `${signs[alert.verdict]} alert ${codeSpan(`${alert.name}: ${alert.reason}`, longestReason)}`,
    ]),
    ...(report.notes ?? []).flatMap((note) => ["", codeSpan(note, longestReason)]),
    ...topicsText(checked),
    ...performanceText(checked),
    ...partsText(checked),
    "",
  ].join("\n");
}

/** Words and figures of our own: a `<` of theirs must not begin a tag. */
function plain(text: string): string {
  return cutText(text, longestReason).replaceAll("<", "&lt;").replaceAll("|", "\\|");
}

function topicsText(checked: CheckedData): string[] {
  return columnsWithTopics(checked)
    .slice(0, mostTopicTables)
    .flatMap(({ name, topics }) => [
      "",
      `#### What ${codeSpan(name, longestName)} is about: total variation ${effectText(topics.totalVariation)}`,
      "",
      markdownTable(
        ["topic", "before", "now"],
        topics.topics.map((topic) => [
          codeSpan(termsText(topic), longestReason),
          plain(shareText(topic.before)),
          plain(shareText(topic.after)),
        ]),
        [1, 2],
      ),
    ]);
}

function performanceText({ performance }: CheckedData): string[] {
  if (performance === undefined) return [];
  const { verdict, reason, figures, stream, estimate } = performance;
  const alarms = (stream?.alarms ?? []).filter(({ count }) => count > 0);
  return [
    "",
    `#### ${signs[verdict]} Predictions`,
    "",
    plain(reason),
    "",
    ...figures.map((figure) => `- ${plain(comparedText(figure))}`),
    ...alarms.map((alarm) => `- ${codeSpan(alarmText(alarm), longestReason)}`),
    ...(estimate ? estimateTexts(estimate).map((text) => `- ${codeSpan(text, longestReason)}`) : []),
  ];
}

function partsText({ windows, segments = [] }: CheckedData): string[] {
  return [
    ...(windows
      ? [
          "",
          `#### Windows of ${windows.length} by ${codeSpan(windows.column, longestName)}`,
          "",
          partTable("from", windows.parts.slice(-mostParts)),
        ]
      : []),
    ...segments.flatMap(({ column, parts }) => [
      "",
      `#### Segments by ${codeSpan(column, longestName)}`,
      "",
      partTable("segment", parts.slice(0, mostParts)),
    ]),
  ];
}

function partTable(heading: string, parts: readonly CheckedPart[]): string {
  return markdownTable(
    [heading, "rows", "verdict", "why"],
    parts.map(({ label, rows, verdict, reason }) => [
      codeSpan(label, longestName),
      formatCount(rows),
      `${signs[verdict]} ${verdict}`,
      codeSpan(reason, longestReason),
    ]),
    [1],
  );
}
