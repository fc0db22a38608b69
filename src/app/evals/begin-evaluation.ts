import { randomBytes } from "node:crypto";
import { MlxError } from "../../core/errors.js";
import { ulid } from "../../core/ulid.js";
import type { Evaluation, EvaluationLedger } from "../../ledger/evaluations/evaluation-ledger.js";
import type { App } from "../app.js";
import { codeState } from "../code-state.js";
import { resultsPath } from "./open-evaluations.js";
import type { RunPlan } from "./plan-run.js";
import type { RunOptions } from "./run-options.js";
import { storedOptions } from "./stored-options.js";
import { suiteDigests } from "./suite-digests.js";

interface Beginning {
  readonly app: App;
  readonly ledger: EvaluationLedger;
  readonly plan: RunPlan;
  readonly options: RunOptions;
  readonly resumed: Evaluation | undefined;
}

/**
 * Enters an evaluation into the ledger as running, or takes up one that was interrupted.
 * @returns its id and the absolute path of its results.
 * @throws {MlxError} `MLX_EVAL_RUNNING`, exit 2, where another process has it.
 */
export async function beginEvaluation(
  beginning: Beginning,
): Promise<{ readonly id: string; readonly path: string }> {
  const { app, ledger, resumed } = beginning;
  if (resumed === undefined) return enter(beginning);
  if (ledger.takeUp(resumed.id, app.now())) return { id: resumed.id, path: await resultsPath(app, resumed) };
  throw new MlxError("MLX_EVAL_RUNNING", `the evaluation ${resumed.id} is being run by another process`, {
    hint: "wait for it, or end it; mlx eval list shows what becomes of it",
    exitCode: 2,
  });
}

async function enter({ app, ledger, plan, options }: Beginning) {
  const { suite, expected, basis } = plan;
  const [digests, code] = await Promise.all([suiteDigests(app, suite), codeState(app)]);
  const started = app.now();
  const id = ulid(started, randomBytes(10));
  const results = `evals/${id}.jsonl`;
  ledger.begin({
    id,
    suite: suite.name,
    file: suite.file,
    ...(options.name !== undefined && { name: options.name }),
    format: suite.format,
    started,
    ...code,
    digests,
    options: storedOptions(options, suite, basis),
    results,
    ...(expected !== undefined && { planned: expected }),
  });
  return { id, path: await resultsPath(app, { results }) };
}
