import { countOf, formatCount } from "../../core/format-bytes.js";
import type { GroupSummary } from "../case-group.js";
import type { EvalVerdict } from "../gates.js";
import type { CaseResult } from "../types.js";
import { costText, intervalText, rateText, scoreText, sureText, timeText } from "./figures.js";
import { markdownCase } from "./markdown-case.js";
import { markdownComparison } from "./markdown-comparison.js";
import { codeSpan, cutText, markdownTable } from "./markdown-text.js";
import type { Report, ReportedEvaluation } from "./report.js";

/** GitHub takes 65,536 characters a comment. */
const mostCharacters = 60_000;
const mostRows = 30;
const mostCases = 20;
const longestName = 60;

/**
 * A page for a comment on a pull request: the verdict, figures by prompt and provider and by slice, the gates, and the worst cases folded
 * away. It begins with a mark by which a script finds the comment again.
 */
export function markdownReport(evaluation: ReportedEvaluation): Report {
  const wanted = new Map(
    evaluation.summary.worst.slice(0, mostCases).map(({ index }, rank) => [index, rank]),
  );
  const worst = new Map<number, CaseResult>();
  return {
    begin: () => "",
    add: (result) => {
      const rank = wanted.get(result.index);
      if (rank !== undefined) worst.set(rank, result);
      return "";
    },
    end: () => {
      const ranked = [...worst].sort(([a], [b]) => a - b).map(([, result]) => markdownCase(result));
      return `${fitted(overview(evaluation), ranked)}\n`;
    },
  };
}

const signs: Readonly<Record<EvalVerdict, string>> = {
  passed: "✅",
  failed: "❌",
  inconclusive: "❔",
  error: "⚠️",
};

function overview(evaluation: ReportedEvaluation): readonly string[] {
  const { suite, verdict, summary } = evaluation;
  const { total, passed, failed, errored, interval, passRate } = summary;
  const sure = interval === null ? "too few to say how sure" : `95% interval ${intervalText(summary)}`;
  const rate = passRate === null ? "" : `, ${rateText(summary)} (${sure})`;
  const facts = [
    `${formatCount(passed)} of ${countOf(total, "case")} passed${rate}`,
    `${formatCount(failed)} failed`,
    `${formatCount(errored)} errored`,
    `cost ${costText(summary)}`,
    ...(summary.latencyMs.p50 === null
      ? []
      : [`latency ${timeText(summary.latencyMs.p50)} (p95 ${timeText(summary.latencyMs.p95)})`]),
  ];
  return [
    `<!-- mlx-eval ${suite.replace(/[^\p{L}\p{N}._ ]+/gu, "-")} -->`,
    `### ${signs[verdict]} ${codeSpan(suite, longestName)}: ${verdict}`,
    facts.join(" · "),
    ...(evaluation.against ? [markdownComparison(evaluation.against)] : []),
    ...gates(evaluation),
    ...combinations(evaluation),
    ...slices(evaluation),
  ];
}

function gates({ gates: all }: ReportedEvaluation): readonly string[] {
  const sorted = [...all].sort((a, b) => Number(a.passed) - Number(b.passed));
  const lines = sorted.slice(0, mostRows).map(({ name, passed, inconclusive, reason }) => {
    const sign = passed ? "✅" : inconclusive ? "❔" : "❌";
    return `- ${sign} **${codeSpan(name, longestName)}** ${codeSpan(reason, 300)}`;
  });
  const rest = leftOut(all.length, "gate").map((text) => `- ${text}`);
  return lines.length === 0 ? [] : [[...lines, ...rest].join("\n")];
}

function combinations({ summary }: ReportedEvaluation): readonly string[] {
  const rows = summary.combinations
    .slice(0, mostRows)
    .map((group) => [
      codeSpan(group.prompt, longestName),
      codeSpan(group.provider, longestName),
      ...figures(group),
      timeText(group.latencyMs.p50),
      costText(group),
    ]);
  const headings = ["prompt", "provider", "passed", "rate", "95% interval", "score", "errors", "p50", "cost"];
  return [
    [
      markdownTable(headings, rows, [2, 3, 4, 5, 6, 7, 8]),
      ...leftOut(summary.combinations.length, "row"),
    ].join("\n\n"),
  ];
}

function slices({ summary }: ReportedEvaluation): readonly string[] {
  if (summary.slices.length === 0) return [];
  const rows = summary.slices
    .slice(0, mostRows)
    .map((group) => [codeSpan(`${group.name}: ${group.value}`, longestName), ...figures(group)]);
  const headings = ["slice", "passed", "rate", "95% interval", "score", "errors"];
  return [
    [markdownTable(headings, rows, [1, 2, 3, 4, 5]), ...leftOut(summary.slices.length, "row")].join("\n\n"),
  ];
}

/** What does not fit is counted. */
function leftOut(count: number, noun: string): readonly string[] {
  return count > mostRows ? [`and ${countOf(count - mostRows, `more ${noun}`)}`] : [];
}

function figures(group: GroupSummary): readonly string[] {
  const { passed, total, errored } = group;
  return [
    `${formatCount(passed)} of ${formatCount(total)}`,
    rateText(group),
    sureText(group),
    scoreText(group.score),
    formatCount(errored),
  ];
}

/** As many of the cases as there is room for. */
function fitted(head: readonly string[], all: readonly string[]): string {
  let text = head.join("\n\n");
  if (all.length === 0) return cutText(text, mostCharacters);
  const [open, close] = [`\n\n<details><summary>the worst cases</summary>\n\n`, "\n</details>"];
  text += open;
  for (const item of all) {
    if (text.length + item.length + close.length + 1 > mostCharacters) break;
    text += `${item}\n`;
  }
  return text + close;
}
