import { rmSync, statSync } from "node:fs";
import { MlxError } from "../../core/errors.js";
import { planRemoval, type RemovalPolicy } from "../../evals/plan-removal.js";
import { ioError } from "../../files/io-error.js";
import type { Evaluation, EvaluationLedger } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { existingEvaluations, resultsPath } from "./open-evaluations.js";
import { selectEvaluation } from "./select-evaluation.js";

export interface RemovedEvaluation {
  readonly evaluation: Evaluation;
  /** Of its results. */
  readonly bytes: number;
}

/** The evaluations that are named, each once. @throws {MlxError} `MLX_EVAL_NOT_FOUND`, `MLX_EVAL_AMBIGUOUS`, exit 2. */
export async function namedEvaluations(app: App, typed: readonly string[]): Promise<readonly Evaluation[]> {
  const found = new Map<string, Evaluation>();
  for (const text of typed) {
    const evaluation = await selectEvaluation(app, text);
    found.set(evaluation.id, evaluation);
  }
  return [...found.values()];
}

/** Those that a policy lets go, the latest first. @param suite of this suite alone. */
export async function outdatedEvaluations(
  app: App,
  policy: RemovalPolicy,
  suite: string | undefined,
): Promise<readonly Evaluation[]> {
  const ledger = await existingEvaluations(app);
  const all = ledger?.list(suite === undefined ? {} : { suite }) ?? [];
  return planRemoval(
    all.map((evaluation) => ({ ...evaluation, running: evaluation.status === "running" })),
    policy,
  );
}

/**
 * Removes evaluations with their results. Kept answers stay.
 * @throws {MlxError} `MLX_EVAL_RUNNING`, exit 2, before anything is removed; `MLX_PERMISSION`, `MLX_IO`.
 */
export async function removeEvaluations(
  app: App,
  evaluations: readonly Evaluation[],
  dryRun: boolean,
): Promise<readonly RemovedEvaluation[]> {
  const running = evaluations.find(({ status }) => status === "running");
  if (running !== undefined) throw isRunning(running);
  const ledger = await existingEvaluations(app);
  const removed: RemovedEvaluation[] = [];
  for (const evaluation of ledger === undefined ? [] : evaluations) {
    const path = await resultsPath(app, evaluation);
    const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (!dryRun && ledger !== undefined) remove(app, ledger, evaluation, path);
    removed.push({ evaluation, bytes });
  }
  return removed;
}

/** Owned while it is removed, so that nobody goes on with it. What dies in the middle leaves an evaluation that can be removed again. */
function remove(app: App, ledger: EvaluationLedger, evaluation: Evaluation, path: string): void {
  if (!ledger.takeUp(evaluation.id, app.now())) throw isRunning(evaluation);
  try {
    rmSync(path, { force: true });
  } catch (error) {
    ledger.interrupt(evaluation.id, app.now());
    throw ioError(error, `cannot remove ${path}`);
  }
  ledger.remove(evaluation.id);
}

function isRunning({ id }: Evaluation): MlxError {
  return new MlxError("MLX_EVAL_RUNNING", `the evaluation ${id} is being run by another process`, {
    hint: "wait for it, or end it; then remove it",
    exitCode: 2,
  });
}
