import { MlxError } from "../../core/errors.js";
import { timestamp } from "../../core/format-time.js";
import { displayPath } from "../../core/visible-text.js";
import type { Baseline } from "../../evals/outcomes/baseline.js";
import { summarizeOutcomes } from "../../evals/outcomes/summarize-outcomes.js";
import type { Suite } from "../../evals/types.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { requireAuthor } from "../registry/require-author.js";
import { existingEvaluations, resultsPath } from "./open-evaluations.js";
import { readSide } from "./read-side.js";
import { selectEvaluation, shortEvaluationId } from "./select-evaluation.js";
import { storedSelection } from "./stored-options.js";
import { suiteDigests } from "./suite-digests.js";

export interface AcceptOptions {
  /** The evaluation; without it the suite's last finished one. */
  readonly run?: string;
  readonly message?: string;
  /** Takes a part of the suite, too; the baseline says which. */
  readonly force: boolean;
}

export interface Acceptance {
  readonly baseline: Baseline;
  readonly evaluation: Evaluation;
  /** What the results depend on and is not as it was when they were made: paths and prompts. */
  readonly changed: readonly string[];
}

/**
 * Makes a baseline of an evaluation; nothing is written.
 * @throws {MlxError} `MLX_EVAL_NOT_FOUND`, `MLX_BASELINE_REFUSED`, `MLX_RESULTS_GONE`, `MLX_NO_IDENTITY`.
 */
export async function acceptBaseline(app: App, suite: Suite, options: AcceptOptions): Promise<Acceptance> {
  const evaluation = await evaluationOf(app, suite, options.run);
  const partial = storedSelection(evaluation);
  if (partial.length > 0 && !options.force) throw refusedPart(evaluation, partial);
  const side = await readSide(await resultsPath(app, evaluation), evaluation.id, partial.length > 0);
  if (!side.hasDigests)
    throw refused(
      evaluation,
      "is one of an older mlx and does not say what each case was asked",
      rerun(suite),
    );
  const summary = summarizeOutcomes(side.outcomes);
  if (summary.graded === 0) throw refused(evaluation, "has no case that could be graded", rerun(suite));
  const author = await requireAuthor(await app.git());
  const { id, file, started, commit, dirty, digests } = evaluation;
  const baseline: Baseline = {
    suite: suite.name,
    ...{ file, evaluation: id, ran: timestamp(started), time: timestamp(app.now()), author },
    ...(options.message !== undefined && { message: options.message }),
    ...(commit !== undefined && { commit }),
    dirty,
    ...(partial.length > 0 && { partial }),
    ...{ digests, judges: side.judges },
    prompts: labels(side.outcomes.map(({ prompt }) => prompt)),
    providers: labels(side.outcomes.map(({ provider }) => provider)),
    summary,
    cases: side.outcomes,
  };
  return { baseline, evaluation, changed: await changedSince(app, suite, evaluation) };
}

async function evaluationOf(app: App, suite: Suite, run: string | undefined): Promise<Evaluation> {
  const evaluation = run === undefined ? await lastFinished(app, suite) : await selectEvaluation(app, run);
  if (evaluation.suite !== suite.name) {
    const other = displayPath(evaluation.suite);
    throw refused(
      evaluation,
      `is one of ${other}, not of ${displayPath(suite.name)}`,
      `mlx eval list --suite ${suite.name} shows those of the suite`,
    );
  }
  if (evaluation.status === "finished") return evaluation;
  const state =
    evaluation.status === "running" ? "is still running" : `was ${evaluation.status} before its end`;
  throw refused(
    evaluation,
    state,
    `only what is finished can be a baseline: mlx eval run ${displayPath(suite.file)} --resume ${evaluation.id}`,
  );
}

async function lastFinished(app: App, suite: Suite): Promise<Evaluation> {
  const ledger = await existingEvaluations(app);
  const [latest] = ledger?.list({ suite: suite.name, status: "finished", limit: 1 }) ?? [];
  if (latest !== undefined) return latest;
  const [unfinished] = ledger?.list({ suite: suite.name, limit: 1 }) ?? [];
  throw new MlxError(
    "MLX_EVAL_NOT_FOUND",
    unfinished === undefined
      ? `${displayPath(suite.name)} was not run in this clone: there is no evaluation to accept`
      : `no evaluation of ${displayPath(suite.name)} was finished in this clone`,
    { hint: rerun(suite), exitCode: 2 },
  );
}

/** What the suite would be run with now, against what it was run with. */
async function changedSince(app: App, suite: Suite, { digests }: Evaluation): Promise<readonly string[]> {
  const now = await suiteDigests(app, suite);
  const names = [...new Set([...Object.keys(digests), ...Object.keys(now)])].sort();
  return names.filter((name) => digests[name] !== now[name]);
}

function labels(all: readonly string[]): readonly string[] {
  return [...new Set(all)];
}

function rerun({ file }: Suite): string {
  return `run it first: mlx eval run ${displayPath(file)}`;
}

function refused({ id }: Evaluation, what: string, hint: string): MlxError {
  return new MlxError("MLX_BASELINE_REFUSED", `the evaluation ${shortEvaluationId(id)} ${what}`, {
    hint,
    exitCode: 2,
  });
}

function refusedPart(evaluation: Evaluation, partial: readonly string[]): MlxError {
  return refused(
    evaluation,
    `is only a part of the suite (${partial.map(displayPath).join(", ")})`,
    "run the whole suite; or accept the part with --force: cases that it lacks are then not compared",
  );
}
