import { existsSync } from "node:fs";
import type { App } from "../../app/app.js";
import { findEvidence } from "../../app/evals/evidence/find-evidence.js";
import type { RecordedEvidence } from "../../app/evals/evidence/record-evidence.js";
import { resultsPath } from "../../app/evals/open-evaluations.js";
import { readResults, resultsGone } from "../../app/evals/read-results.js";
import { selectEvaluation, shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { requireWritable, writeOutputs } from "../../app/evals/write-outputs.js";
import { MlxError } from "../../core/errors.js";
import { ExitCode } from "../../core/exit-codes.js";
import { timestamp } from "../../core/format-time.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import { judgedDocument } from "../../evals/report/judged-document.js";
import type { CaseResult } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import { caseText } from "./case-text.js";
import { evaluationText, resultLine } from "./show-text.js";

/** The options of `mlx eval show`. */
export interface ShowOptions {
  readonly case?: string;
  readonly failed: boolean;
  readonly output: readonly string[];
}

/** `mlx eval show` */
export async function show(app: App, typed: string, options: ShowOptions): Promise<ExitCode> {
  requireWritable(app, options.output);
  const evaluation = await selectEvaluation(app, typed);
  const path = await resultsPath(app, evaluation);
  if (options.output.length > 0) await writeAgain(app, evaluation, path, options.output);
  if (options.case !== undefined)
    showCases(app, evaluation, await casesNamed(evaluation, path, options.case));
  else if (options.failed) await showFailed(app, evaluation, path);
  else showWhole(app, evaluation, (await findEvidence(app)).get(evaluation.id) ?? []);
  return ExitCode.ok;
}

/** @throws {MlxError} `MLX_USAGE`, exit 2, for an evaluation that has not come to an end. */
async function writeAgain(
  app: App,
  evaluation: Evaluation,
  path: string,
  files: readonly string[],
): Promise<void> {
  const { id, suite, verdict, summary, gates, against } = evaluation;
  if (verdict === undefined || summary === undefined) {
    throw new MlxError("MLX_USAGE", `the evaluation ${shortEvaluationId(id)} has not come to an end`, {
      hint: `go on with it: mlx eval run --resume ${id}`,
      exitCode: 2,
    });
  }
  const reported = { id, suite, verdict, summary, gates, ...(against && { against }) };
  await writeOutputs(app, () => resultsIn(path), reported, files);
}

function showWhole(app: App, evaluation: Evaluation, evidence: readonly RecordedEvidence[]): void {
  if (app.ui.mode.json) app.ui.json({ ...evaluationDocument(evaluation), evidence });
  else {
    app.ui.answer(evaluationText(app.ui, evaluation, app.now()));
    for (const { name, version, file } of evidence)
      app.ui.answer(`evidence of ${displayPath(name)}@${version}: ${displayPath(file)}`);
  }
}

function evaluationDocument(evaluation: Evaluation): Readonly<Record<string, unknown>> {
  const { id, suite, file, name, format, status, started, ended, commit, dirty, digests, planned } =
    evaluation;
  const { summary, verdict, gates, against } = evaluation;
  return {
    id,
    suite,
    file,
    name: name ?? null,
    format,
    status,
    started: timestamp(started),
    ended: ended === undefined ? null : timestamp(ended),
    git: { commit: commit ?? null, dirty },
    digests,
    planned: planned ?? null,
    ...(summary && verdict ? judgedDocument(verdict, gates, summary, against) : { verdict: null }),
  };
}

function showCases(app: App, evaluation: Evaluation, results: readonly CaseResult[]): void {
  if (app.ui.mode.json) app.ui.json({ id: evaluation.id, suite: evaluation.suite, cases: results });
  else app.ui.answer(results.map((result) => caseText(app.ui, result)).join("\n\n"));
}

/** Those that failed or erred; streamed, since there may be many. */
async function showFailed(app: App, evaluation: Evaluation, path: string): Promise<void> {
  const found: CaseResult[] = [];
  let some = false;
  for await (const result of resultsIn(path)) {
    if (result.status === "passed") continue;
    some = true;
    if (app.ui.mode.json) found.push(result);
    else app.ui.answer(resultLine(app.ui, result));
  }
  if (app.ui.mode.json) app.ui.json({ id: evaluation.id, suite: evaluation.suite, cases: found });
  else if (!some) app.ui.note("no case failed");
  else app.ui.note(`mlx eval show ${shortEvaluationId(evaluation.id)} --case ID shows one of them`);
}

/** By the id of a case, or all cases of a test. @throws {MlxError} `MLX_EVAL_CASE_NOT_FOUND`, exit 2. */
async function casesNamed(
  evaluation: Evaluation,
  path: string,
  name: string,
): Promise<readonly CaseResult[]> {
  const found: CaseResult[] = [];
  const ids: string[] = [];
  for await (const result of resultsIn(path)) {
    if (result.id === name) return [result];
    if (result.test === name) found.push(result);
    if (ids.length < 10_000) ids.push(result.id);
  }
  if (found.length > 0) return found;
  const near = closest(name, ids);
  throw new MlxError(
    "MLX_EVAL_CASE_NOT_FOUND",
    `the evaluation ${shortEvaluationId(evaluation.id)} has no result of a case ${JSON.stringify(name)}`,
    {
      hint:
        near === undefined
          ? `mlx eval show ${shortEvaluationId(evaluation.id)} --failed shows the ids of those that failed`
          : `did you mean ${displayPath(near)}?`,
      exitCode: 2,
    },
  );
}

async function* resultsIn(path: string): AsyncGenerator<CaseResult> {
  if (!existsSync(path)) throw resultsGone(path);
  yield* readResults(path);
}
