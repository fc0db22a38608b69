import { MlxError } from "../../../core/errors.js";
import { displayPath } from "../../../core/visible-text.js";
import type { Suite } from "../../../evals/types.js";
import type { Evaluation } from "../../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../../app.js";
import { existingEvaluations } from "../open-evaluations.js";
import { selectEvaluation, shortEvaluationId } from "../select-evaluation.js";

/**
 * The evaluation whose answers people label: the one that is named, else the suite's last finished one.
 * @throws {MlxError} `MLX_JUDGE_EVALUATION` where it is not finished or of another suite, `MLX_EVAL_NOT_FOUND`: exit 2.
 */
export async function judgedEvaluation(app: App, suite: Suite, run: string | undefined): Promise<Evaluation> {
  const shown = displayPath(suite.name);
  const evaluation = run === undefined ? await lastFinished(app, suite) : await selectEvaluation(app, run);
  const short = shortEvaluationId(evaluation.id);
  if (evaluation.suite !== suite.name) {
    throw unusable(
      `the evaluation ${short} is one of ${displayPath(evaluation.suite)}, not of ${shown}`,
      `mlx eval list --suite ${shown} shows those of the suite`,
    );
  }
  if (evaluation.status === "finished") return evaluation;
  const state =
    evaluation.status === "running" ? "is still running" : `was ${evaluation.status} before its end`;
  throw unusable(
    `the evaluation ${short} ${state}`,
    `let it end first: mlx eval run ${displayPath(suite.file)} --resume ${short}`,
  );
}

async function lastFinished(app: App, suite: Suite): Promise<Evaluation> {
  const ledger = await existingEvaluations(app);
  const [latest] = ledger?.list({ suite: suite.name, status: "finished", limit: 1 }) ?? [];
  if (latest !== undefined) return latest;
  const [unfinished] = ledger?.list({ suite: suite.name, limit: 1 }) ?? [];
  if (unfinished !== undefined) {
    throw unusable(
      `no evaluation of ${displayPath(suite.name)} was finished in this clone`,
      `let the last one end: mlx eval run ${displayPath(suite.file)} --resume`,
    );
  }
  throw new MlxError("MLX_EVAL_NOT_FOUND", `${displayPath(suite.name)} was not run in this clone`, {
    hint: `run it first: mlx eval run ${displayPath(suite.file)}`,
    exitCode: 2,
  });
}

function unusable(message: string, hint: string): MlxError {
  return new MlxError("MLX_JUDGE_EVALUATION", message, { hint, exitCode: 2 });
}
