import { realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { App } from "../../app/app.js";
import { findSuite } from "../../app/evals/find-suite.js";
import { openEvaluations } from "../../app/evals/open-evaluations.js";
import { requireUnfinished } from "../../app/evals/resume.js";
import { findEvaluation, selectEvaluation } from "../../app/evals/select-evaluation.js";
import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { wayInside } from "../../files/is-inside.js";
import type { Evaluation } from "../../ledger/evaluations/evaluation-ledger.js";

/** An evaluation that goes on, and the file of its suite. */
export interface Resumed {
  readonly file: string;
  readonly resumed: Evaluation;
}

/**
 * The evaluation that `--resume` means.
 * @param typed the suite's file. @param id of the evaluation; without it the suite's last one, where that was not finished.
 * @throws {MlxError} `MLX_EVAL_NOT_FOUND`, `MLX_EVAL_FINISHED`, `MLX_USAGE`, exit 2.
 */
export async function chooseResumed(
  app: App,
  typed: string | undefined,
  id: string | undefined,
): Promise<Resumed> {
  if (id === undefined) return typed === undefined ? lastOfAll(app) : lastOf(app, typed);
  const ledger = await openEvaluations(app);
  // `--resume FILE`: the option took the file for an id.
  if (typed === undefined && findEvaluation(app, ledger, id) === undefined && /[./\\]/.test(id))
    return lastOf(app, id);
  const resumed = await selectEvaluation(app, id);
  requireUnfinished(resumed);
  const file = await fileOf(app, resumed);
  if (typed !== undefined && (await fromTop(app, await findSuite(app, typed))) !== resumed.file) {
    throw new MlxError(
      "MLX_USAGE",
      `the evaluation ${resumed.id} is one of ${displayPath(resumed.file)}, not of ${displayPath(typed)}`,
      { hint: "name its own suite, or leave the suite out", exitCode: 2 },
    );
  }
  return { file, resumed };
}

async function lastOf(app: App, typed: string): Promise<Resumed> {
  const file = await findSuite(app, typed);
  const [last] = (await openEvaluations(app)).list({ file: await fromTop(app, file), limit: 1 });
  if (last === undefined) throw nothing(displayPath(typed));
  requireUnfinished(last);
  return { file, resumed: last };
}

async function lastOfAll(app: App): Promise<Resumed> {
  const [last] = (await openEvaluations(app)).list({ limit: 1 });
  if (last === undefined) throw nothing("this repository");
  requireUnfinished(last);
  return { file: await fileOf(app, last), resumed: last };
}

function nothing(where: string): MlxError {
  return new MlxError("MLX_EVAL_NOT_FOUND", `no evaluation of ${where} was begun`, {
    hint: "begin one without --resume",
    exitCode: 2,
  });
}

async function fileOf(app: App, { file }: Evaluation): Promise<string> {
  const { root } = await app.workspace();
  return join(root, file);
}

/** As the ledger has it: from the top, by real paths. */
async function fromTop(app: App, file: string): Promise<string> {
  const { root } = await app.workspace();
  return wayInside(realpathSync(root), realpathSync(resolve(app.cwd, file))) ?? file;
}
