import type { App } from "../../app/app.js";
import { findEvidence } from "../../app/evals/evidence/find-evidence.js";
import { existingEvaluations } from "../../app/evals/open-evaluations.js";
import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { ExitCode } from "../../core/exit-codes.js";
import { formatCount } from "../../core/format-bytes.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import { costText, rateText } from "../../evals/report/figures.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { verdictStyle, verdictText } from "./evaluation-cells.js";

type FoundEvidence = Awaited<ReturnType<typeof findEvidence>>;

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
  const evidence = evaluations.length === 0 ? (new Map() satisfies FoundEvidence) : await findEvidence(app);
  const document = (evaluation: Evaluation) => listed(evaluation, versionsOf(evaluation, evidence));
  if (jsonl) for (const evaluation of evaluations) app.ui.jsonLine(document(evaluation));
  else if (app.ui.mode.json) app.ui.json({ evaluations: evaluations.map(document), total });
  else if (evaluations.length === 0) {
    const which = suite === undefined ? "" : ` of ${displayPath(suite)}`;
    app.ui.note(`no evaluations${which} are recorded here; run a suite with mlx eval run FILE`);
  } else {
    render(app, evaluations, evidence);
    if (total > evaluations.length) {
      app.ui.note(`${evaluations.length} of ${formatCount(total)} evaluations; --limit 0 shows all`);
    }
  }
  return ExitCode.ok;
}

function versionsOf({ id }: Evaluation, evidence: FoundEvidence): readonly string[] {
  return (evidence.get(id) ?? []).map(({ name, version }) => `${name}@${version}`);
}

function listed(evaluation: Evaluation, evidence: readonly string[]): Readonly<Record<string, unknown>> {
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
    evidence,
  };
}

function render(app: App, evaluations: readonly Evaluation[], evidence: FoundEvidence): void {
  const { ui } = app;
  const named = evaluations.some(({ name }) => name !== undefined);
  const some = evaluations.some(({ id }) => evidence.has(id));
  const rows = evaluations.map((evaluation) => [
    shortEvaluationId(evaluation.id),
    displayPath(evaluation.suite),
    ...(named ? [displayPath(evaluation.name ?? "")] : []),
    relativeTime(evaluation.started, app.now()),
    verdictStyle(ui.theme, evaluation)(verdictText(evaluation)),
    evaluation.summary === undefined ? "" : formatCount(evaluation.summary.total),
    evaluation.summary ? rateText(evaluation.summary) : "",
    evaluation.summary ? costText(evaluation.summary) : "",
    ...(some ? [versionsOf(evaluation, evidence).map(displayPath).join(", ")] : []),
  ]);
  const headings = ["id", "suite", ...(named ? ["name"] : []), "when", "verdict", "cases", "passed", "cost"];
  const right = [headings.length - 3, headings.length - 2, headings.length - 1];
  ui.answer(ui.table([...headings, ...(some ? ["evidence of"] : [])], rows, { right }));
}
