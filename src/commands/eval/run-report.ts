import type { EvalOutcome } from "../../app/evals/eval-outcome.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import { baselineGateName } from "../../evals/gates/baseline-gate.js";
import { costText, intervalText, rateText, scoreText, timeText } from "../../evals/report/figures.js";
import { noRegressionName } from "../../evals/suite/read-comparison-gate.js";
import type { EvalSummary } from "../../evals/summary.js";
import { shorten, textWidth } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { comparisonLines } from "./comparison-lines.js";
import { verdictStyle } from "./evaluation-cells.js";
import { gateLines } from "./gate-lines.js";
import { combinationLines, sliceLines } from "./group-lines.js";
import { worstLines } from "./worst-lines.js";

/** Lines of a screen of 24, less those of the prompt before and after. */
const screenLines = 22;
/** Lines for the worst cases that nothing else may take. */
const leastWorst = 4;
/** Lines of a table, its empty line and headings included, that gates leave to it. */
const leastTable = 5;

export type Reported = Pick<EvalOutcome, "id" | "suite" | "verdict" | "summary" | "gates" | "against">;

/** What `mlx eval run` says at its end, on one screen: verdict, gates, figures by prompt, provider and slice, and the worst cases. */
export function runReport(ui: Ui, evaluation: Reported): string {
  const style = verdictStyle(ui.theme, { status: "finished", verdict: evaluation.verdict });
  const title = `${ui.theme.bold(displayPath(evaluation.suite))}: ${style(evaluation.verdict)}`;
  return reportLines(ui, title, evaluation).join("\n");
}

/** @param title the first line. */
export function reportLines(ui: Ui, title: string, evaluation: Reported): readonly string[] {
  const { summary, against } = evaluation;
  const compared = against === undefined ? [] : comparisonLines(ui, against);
  const worst = summary.worst.length === 0 ? 0 : Math.min(leastWorst, summary.worst.length + 2);
  const above = [title, ...figureLines(ui, evaluation), ...compared];
  const gates = gateLines(ui, evaluation.gates, {
    told: toldAbove(evaluation),
    room: screenLines - above.length - worst - leastTables(summary),
  });
  const head = [...above, ...gates];
  const room = screenLines - head.length;
  const slices = sliceLines(ui, summary, room - worst);
  const combinations = combinationLines(ui, summary, Math.max(5, room - worst - slices.length));
  const tables = [...combinations, ...sliceLines(ui, summary, room - worst - combinations.length)];
  return [...head, ...tables, ...worstLines(ui, evaluation, room - tables.length)];
}

function leastTables({ combinations, slices }: EvalSummary): number {
  const groups = [combinations.length < 2 ? 0 : combinations.length, slices.length];
  return groups.reduce((sum, rows) => sum + (rows === 0 ? 0 : Math.min(leastTable, rows + 2)), 0);
}

/** What the comparison says stands above the gates. */
function toldAbove({ against, summary }: Reported): readonly string[] {
  return against !== undefined && summary.sequential === undefined
    ? [baselineGateName, noRegressionName("passRate")]
    : [];
}

function figureLines(ui: Ui, { summary }: Reported): readonly string[] {
  return [countLine(ui, summary), ui.theme.dim(factLine(ui, summary))];
}

function countLine(ui: Ui, summary: EvalSummary): string {
  const { total, passed, failed, errored, interval, passRate } = summary;
  const line = (noun: string, what: string) => {
    const sure = interval === null ? "too few to say how sure" : `95%${what} ${intervalText(summary)}`;
    // Of 24 cases 8 are not 57%: those that errored are no part of the rate.
    const graded = errored === 0 ? "" : ` of ${formatCount(total - errored)} graded`;
    const rate = passRate === null ? "" : `, ${rateText(summary)}${graded} (${sure})`;
    const parts = [
      `${formatCount(passed)} of ${noun} passed${rate}`,
      `${formatCount(failed)} failed`,
      `${formatCount(errored)} errored`,
    ];
    return parts.join(" · ");
  };
  const long = line(countOf(total, "case"), " interval");
  return textWidth(long) <= ui.mode.width ? long : shorten(line(formatCount(total), ":"), ui.mode.width);
}

/** Score, times, tokens and cost; where there is no room for all of it, tokens give way first, then times. */
function factLine(ui: Ui, summary: EvalSummary): string {
  const { score, latencyMs, tokens, cached } = summary;
  const facts = [
    { text: score === null ? "" : `score ${scoreText(score)}`, worth: 3 },
    {
      text:
        latencyMs.p50 === null ? "" : `latency ${timeText(latencyMs.p50)}, p95 ${timeText(latencyMs.p95)}`,
      worth: 2,
    },
    {
      text:
        tokens.input + tokens.output === 0
          ? ""
          : `${formatCount(tokens.input)} tokens in, ${formatCount(tokens.output)} out`,
      worth: 1,
    },
    { text: `cost ${costText(summary)}`, worth: 4 },
    { text: cached === 0 ? "" : `${formatCount(cached)} cached`, worth: 5 },
  ].filter(({ text }) => text !== "");
  for (let least = 1; ; least++) {
    const line = facts
      .filter(({ worth }) => worth >= least)
      .map(({ text }) => text)
      .join(" · ");
    if (textWidth(line) <= ui.mode.width || least === 4) return line;
  }
}
