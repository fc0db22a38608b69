import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { countOf, formatCount } from "../../core/format-bytes.js";
import { relativeTime } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { caseReason } from "../../evals/case-reason.js";
import { scoreText } from "../../evals/report/figures.js";
import type { CaseResult } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { shorten } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import { verdictStyle, verdictText } from "./evaluation-cells.js";
import { reportLines } from "./run-report.js";
import { statusSign } from "./status-sign.js";
import { reasonText } from "./worst-lines.js";

/** An evaluation as a whole. */
export function evaluationText(ui: Ui, evaluation: Evaluation, now: number): string {
  const { id, suite, name, started, summary, verdict, gates, planned, against } = evaluation;
  const parts = [
    displayPath(suite),
    ...(name === undefined ? [] : [displayPath(name)]),
    relativeTime(started, now),
  ];
  const became = verdictStyle(ui.theme, evaluation)(verdictText(evaluation));
  const title = `${ui.theme.bold(shortEvaluationId(id))} ${parts.join(", ")}: ${became}`;
  if (summary === undefined || verdict === undefined) return title;
  const left =
    planned === undefined || planned <= summary.total
      ? ""
      : `; ${formatCount(summary.total)} of ${countOf(planned, "case")} have a result`;
  const reported = { id, suite, verdict, summary, gates, ...(against && { against }) };
  return reportLines(ui, title + left, reported).join("\n");
}

/** `✗ id  0.5  reason`, on one line of the terminal. */
export function resultLine(ui: Ui, result: CaseResult): string {
  const { id, description, status, score } = result;
  const points = score === undefined ? "" : `  ${scoreText(score)}`;
  const reason = status === "passed" ? "" : `  ${reasonText(caseReason(result), description)}`;
  return `${statusSign(ui.theme, status)} ${shorten(`${displayPath(id)}${points}${reason}`, ui.mode.width - 2)}`;
}
