import type { App } from "../../app/app.js";
import { existingEvaluations } from "../../app/evals/open-evaluations.js";
import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatCount } from "../../core/format-bytes.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { costText, rateText } from "../../evals/report/figures.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { verdictStyle, verdictText } from "./evaluation-cells.js";

/** The options of `mlx eval list`. */
export interface ListOptions {
  readonly suite?: string;
  /** 0 shows all. */
  readonly limit: number;
  readonly jsonl: boolean;
}

/** `mlx eval list` */
export async function list(app: App, { suite, limit, jsonl }: ListOptions): Promise<ExitCode> {
  const ledger = await existingEvaluations(app);
  const query = suite === undefined ? {} : { suite };
  const evaluations = ledger?.list({ ...query, ...(limit > 0 && { limit }) }) ?? [];
  const total = ledger?.count(query) ?? 0;
  if (jsonl) for (const evaluation of evaluations) app.ui.jsonLine(listed(evaluation));
  else if (app.ui.mode.json) app.ui.json({ evaluations: evaluations.map(listed), total });
  else if (evaluations.length === 0) {
    const which = suite === undefined ? "" : ` of ${displayPath(suite)}`;
    app.ui.note(`no evaluations${which} are recorded here; run a suite with mlx eval run FILE`);
  } else {
    render(app, evaluations);
    if (total > evaluations.length) {
      app.ui.note(`${evaluations.length} of ${formatCount(total)} evaluations; --limit 0 shows all`);
    }
  }
  return ExitCode.ok;
}

function listed(evaluation: Evaluation): Readonly<Record<string, unknown>> {
  const { id, suite, file, name, status, verdict, started, ended, summary, commit, dirty } = evaluation;
  return {
    id,
    suite,
    file,
    name: name ?? null,
    status,
    verdict: verdict ?? null,
    started: timestamp(started),
    ended: ended === undefined ? null : timestamp(ended),
    cases: summary
      ? { total: summary.total, passed: summary.passed, failed: summary.failed, errored: summary.errored }
      : null,
    passRate: summary?.passRate ?? null,
    interval: summary?.interval ?? null,
    costUsd: summary?.costUsd ?? null,
    git: { commit: commit ?? null, dirty },
  };
}

function render(app: App, evaluations: readonly Evaluation[]): void {
  const { ui } = app;
  const named = evaluations.some(({ name }) => name !== undefined);
  const rows = evaluations.map((evaluation) => [
    shortEvaluationId(evaluation.id),
    displayPath(evaluation.suite),
    ...(named ? [displayPath(evaluation.name ?? "")] : []),
    relativeTime(evaluation.started, app.now()),
    verdictStyle(ui.theme, evaluation)(verdictText(evaluation)),
    evaluation.summary === undefined ? "" : formatCount(evaluation.summary.total),
    evaluation.summary ? rateText(evaluation.summary) : "",
    evaluation.summary ? costText(evaluation.summary) : "",
  ]);
  const headings = ["id", "suite", ...(named ? ["name"] : []), "when", "verdict", "cases", "passed", "cost"];
  const right = [headings.length - 3, headings.length - 2, headings.length - 1];
  ui.answer(ui.table(headings, rows, { right }));
}
