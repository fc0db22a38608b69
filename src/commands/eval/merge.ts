import type { App } from "../../app/app.js";
import { findSuite } from "../../app/evals/find-suite.js";
import { mergeEvaluations } from "../../app/evals/merge-evaluations.js";
import { readResults } from "../../app/evals/read-results.js";
import { readSuite } from "../../app/evals/read-suite.js";
import { requireWritable, writeOutputs } from "../../app/evals/write-outputs.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { requireText } from "../../core/require-text.js";
import { judgedDocument } from "../../evals/report/judged-document.js";
import { annotate } from "./annotate.js";
import { runReport } from "./run-report.js";
import { verdictExitCode } from "./verdict-exit-code.js";
import { warnUnderpowered } from "./warn-underpowered.js";

export interface MergeOptions {
  readonly suite?: string;
  readonly name?: string;
  readonly output: readonly string[];
  readonly strict: boolean;
}

/** `mlx eval merge` */
export async function merge(app: App, typed: readonly string[], options: MergeOptions): Promise<ExitCode> {
  requireText("--name", options.name);
  requireWritable(app, options.output);
  const suite =
    options.suite === undefined ? undefined : await readSuite(app, await findSuite(app, options.suite));
  const outcome = await mergeEvaluations(app, typed, suite, options.name);
  const { id, verdict, gates, summary, against, missing, results } = outcome;
  await writeOutputs(app, () => readResults(results), outcome, options.output);
  if (app.ui.mode.json) {
    const judged = judgedDocument(verdict, gates, summary, against);
    app.ui.json({ id, suite: outcome.suite, ...judged, results, missing });
  } else app.ui.answer(runReport(app.ui, outcome));
  warnUnderpowered(app, outcome);
  if (suite !== undefined) await annotate(app, suite, outcome);
  if (missing.length > 0) {
    app.ui.warn(`shards are missing: ${missing.join(", ")}`, "run them and merge again");
  }
  return verdictExitCode(verdict, options.strict);
}
