import type { App } from "../../../app/app.js";
import { type Acceptance, type AcceptOptions, acceptBaseline } from "../../../app/evals/accept-baseline.js";
import { type FoundBaseline, findBaseline, writeBaseline } from "../../../app/evals/baselines.js";
import { findSuite } from "../../../app/evals/find-suite.js";
import { baselineSide, holdAgainst } from "../../../app/evals/hold-against-baseline.js";
import { readSuite } from "../../../app/evals/read-suite.js";
import { shortEvaluationId } from "../../../app/evals/select-evaluation.js";
import { storedReplacements } from "../../../app/evals/stored-options.js";
import { MlxError } from "../../../core/errors.js";
import { ExitCode } from "../../../core/exit-codes.js";
import { countOf, formatCount } from "../../../core/format-bytes.js";
import { requireText } from "../../../core/require-text.js";
import { shellQuote } from "../../../core/shell-quote.js";
import { displayPath } from "../../../core/visible-text.js";
import type { AgainstBaseline } from "../../../evals/outcomes/against-baseline.js";
import type { Baseline } from "../../../evals/outcomes/baseline.js";
import { baselinePath } from "../../../evals/outcomes/baseline-path.js";
import { comparisonDocument } from "../../../evals/report/comparison-document.js";
import { comparisonLines } from "../comparison-lines.js";
import { baselineDocument, baselineFigures } from "./baseline-document.js";

export interface AcceptCommandOptions extends AcceptOptions {
  readonly dryRun: boolean;
}

/** `mlx eval baseline accept` */
export async function accept(app: App, typed: string, options: AcceptCommandOptions): Promise<ExitCode> {
  requireText("--message", options.message);
  const suite = await readSuite(app, await findSuite(app, typed));
  const accepted = await acceptBaseline(app, suite, options);
  const { baseline } = accepted;
  const path = baselinePath(baseline.suite);
  const before = await readable(app, baseline.suite);
  const against = before && holdAgainst(before, baselineSide(baseline), suite.effect);
  if (!options.dryRun) await writeBaseline(app, baseline);
  warn(app, accepted, before);
  if (app.ui.mode.json) {
    app.ui.json({
      ...{ path, written: !options.dryRun, ...baselineDocument(baseline) },
      ...(against && { comparison: comparisonDocument(against) }),
    });
  } else tell(app, path, baseline, against, options.dryRun);
  return ExitCode.ok;
}

/** The baseline that there is; one that is damaged or in conflict is what accepting another is for. */
async function readable(app: App, suite: string): Promise<FoundBaseline | undefined> {
  try {
    return await findBaseline(app, suite);
  } catch (error) {
    if (!(error instanceof MlxError) || !/^MLX_BASELINE_(?:DAMAGED|CONFLICT)$/.test(error.code)) throw error;
    app.ui.warn(`the baseline that was there is replaced unread: ${error.message}`);
    return undefined;
  }
}

function warn(
  app: App,
  { baseline, evaluation, changed }: Acceptance,
  before: FoundBaseline | undefined,
): void {
  const run = `mlx eval run ${displayPath(evaluation.file)}`;
  if (changed.length > 0) {
    const what = changed.slice(0, 5).map(displayPath).join(", ");
    const more = changed.length > 5 ? `, and ${changed.length - 5} more` : "";
    app.ui.warn(
      `not as it was when the evaluation ran: ${what}${more}`,
      `accept what there is now: ${run}, then accept again`,
    );
  }
  const { errored = 0, total = 0 } = evaluation.summary ?? {};
  if (errored > 0) {
    app.ui.warn(
      `${formatCount(errored)} of ${countOf(total, "case")} ended in an error: nothing can be held against them`,
      `mend what broke, then ${run}, and accept again`,
    );
  }
  const replaced = storedReplacements(evaluation);
  if (replaced.length > 0) {
    app.ui.warn(`the evaluation did not run as the suite says: ${replaced.map(displayPath).join(" ")}`);
  }
  if (evaluation.dirty) {
    app.ui.warn(
      "the evaluation ran with changes that were not committed: others cannot tell what exactly was run",
    );
  }
  if (baseline.partial !== undefined) {
    app.ui.warn(`this baseline is only a part of the suite: ${baseline.partial.map(displayPath).join(", ")}`);
  }
  if (before !== undefined && before.baseline.file !== baseline.file) {
    app.ui.warn(`the baseline that was there is one of ${displayPath(before.baseline.file)}`);
  }
}

function tell(
  app: App,
  path: string,
  baseline: Baseline,
  against: AgainstBaseline | undefined,
  dryRun: boolean,
): void {
  const { evaluation, summary } = baseline;
  const did = dryRun ? "would take" : "took";
  app.ui.out(
    `${did} the evaluation ${shortEvaluationId(evaluation)} as the baseline of ${displayPath(baseline.suite)}: ${countOf(summary.cases, "case")}, ${baselineFigures(summary)}`,
  );
  if (against !== undefined) app.ui.out(comparisonLines(app.ui, against).join("\n"));
  const shown = shellQuote(path);
  if (!dryRun) app.ui.out(`commit it: git add ${shown} && git commit -m "Accept a baseline" -- ${shown}`);
}
