import type { App } from "../../../app/app.js";
import { type FoundBaseline, listBaselines } from "../../../app/evals/baselines.js";
import { shortEvaluationId } from "../../../app/evals/select-evaluation.js";
import { ExitCode } from "../../../core/exit-codes.js";
import { formatCount } from "../../../core/format-bytes.js";
import { relativeTime } from "../../../core/format-time.js";
import { displayPath } from "../../../core/visible-text.js";
import { rateText } from "../../../evals/report/figures.js";
import { baselineDocument } from "./baseline-document.js";

/** `mlx eval baseline list`: those that cannot be read are told and do not hide the others. */
export async function list(app: App): Promise<ExitCode> {
  const all = await listBaselines(app);
  const found = all.filter((one): one is FoundBaseline => "baseline" in one);
  const broken = all.flatMap((one) => ("problem" in one ? [one] : []));
  for (const { problem } of broken) app.ui.warn(problem.message, problem.hint);
  if (app.ui.mode.json) {
    app.ui.json({
      baselines: found.map(({ path, baseline }) => ({ path, ...baselineDocument(baseline) })),
      unreadable: broken.map(({ path, problem }) => ({ path, code: problem.code, message: problem.message })),
    });
  } else if (all.length === 0) {
    app.ui.note(
      "no suite has a baseline; take one of its last evaluation with mlx eval baseline accept SUITE",
    );
  } else if (found.length > 0) app.ui.answer(table(app, found));
  return broken.length > 0 ? ExitCode.problem : ExitCode.ok;
}

function table(app: App, found: readonly FoundBaseline[]): string {
  const rows = found.map(({ baseline }) => [
    displayPath(baseline.suite),
    relativeTime(Date.parse(baseline.time), app.now()),
    shortEvaluationId(baseline.evaluation),
    baseline.commit?.slice(0, 7) ?? "",
    formatCount(baseline.summary.cases),
    rateText(baseline.summary),
    displayPath(baseline.message ?? ""),
  ]);
  const headings = ["suite", "accepted", "evaluation", "commit", "cases", "passed", "message"];
  return app.ui.table(headings, rows, { right: [4, 5] });
}
