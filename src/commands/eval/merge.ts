import { resolve } from "node:path";
import type { App } from "../../app/app.js";
import { findSuite } from "../../app/evals/find-suite.js";
import { type MergeOutcome, mergeEvaluations } from "../../app/evals/merge-evaluations.js";
import { readResults } from "../../app/evals/read-results.js";
import { readSuite } from "../../app/evals/read-suite.js";
import { requireNoInput, requireWritable, writeOutputs } from "../../app/evals/write-outputs.js";
import type { ExitCode } from "../../core/exit-codes.js";
import { countOf } from "../../core/format-bytes.js";
import { requireText } from "../../core/require-text.js";
import { judgedDocument } from "../../evals/report/judged-document.js";
import { annotate } from "./annotate.js";
import { runReport } from "./run-report.js";
import { verdictExitCode } from "./verdict-exit-code.js";
import { warnUnderpowered } from "./warn-underpowered.js";

/** The options of `mlx eval merge`. */
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
  requireNoInput(
    app,
    options.output,
    typed.map((file) => resolve(app.cwd, file)),
  );
  const suite =
    options.suite === undefined ? undefined : await readSuite(app, await findSuite(app, options.suite));
  const outcome = await mergeEvaluations(app, typed, suite, options.name);
  const { id, verdict, gates, summary, against, missing, missingCases, unfinished, results } = outcome;
  await writeOutputs(app, () => readResults(results), outcome, options.output);
  if (app.ui.mode.json) {
    const judged = judgedDocument(verdict, gates, summary, against);
    app.ui.json({ id, suite: outcome.suite, ...judged, results, missing, missingCases, unfinished });
  } else app.ui.answer(runReport(app.ui, outcome));
  const isUnderpowered = warnUnderpowered(app, outcome, suite?.file ?? outcome.suite);
  if (suite !== undefined) await annotate(app, suite, outcome);
  const whole = tellMissing(app, outcome);
  return verdictExitCode(verdict, options.strict, isUnderpowered || !whole);
}

/** @returns whether nothing is missing. */
function tellMissing(app: App, { missing, missingCases, unfinished }: MergeOutcome): boolean {
  for (const id of unfinished) {
    app.ui.warn(`${id} was not finished`, `go on with it, and merge again: mlx eval run --resume ${id}`);
  }
  if (missing.length > 0) {
    app.ui.warn(`shards are missing: ${missing.join(", ")}`, "run them and merge again");
  } else if (missingCases > 0 && unfinished.length === 0) {
    const what = `${countOf(missingCases, "case")} before the last one ${missingCases === 1 ? "has" : "have"} no result`;
    app.ui.warn(what, "merge all shards; what a filter left out is missing, too, and may be");
  }
  return missing.length + unfinished.length + missingCases === 0;
}
