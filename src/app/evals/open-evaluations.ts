import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Evaluation, EvaluationLedger } from "../../ledger/evaluations/evaluation-ledger.js";
import { ensureStateDirs } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { ledgerPath } from "../runs/open-runs.js";

const opened = new WeakMap<App, Promise<EvaluationLedger>>();

/**
 * The evaluations of this clone, opened once and closed with the app. Those whose mlx died are marked as interrupted by then.
 * @throws {MlxError} `MLX_LEDGER_UNUSABLE`, `MLX_LEDGER_NEWER`, `MLX_NATIVE_MODULE`.
 */
export function openEvaluations(app: App): Promise<EvaluationLedger> {
  const known = opened.get(app);
  if (known) return known;
  const ledger = open(app);
  opened.set(app, ledger);
  return ledger;
}

/** As `openEvaluations`; undefined where there is no ledger: to look makes none. */
export async function existingEvaluations(app: App): Promise<EvaluationLedger | undefined> {
  return existsSync(await ledgerPath(app)) ? openEvaluations(app) : undefined;
}

/** The folder of results and of the cache, absolute. */
export async function evalsFolder(app: App): Promise<string> {
  return join((await app.workspace()).sharedDir, "evals");
}

/** The results of an evaluation, absolute. */
export async function resultsPath(app: App, { results }: Pick<Evaluation, "results">): Promise<string> {
  return join((await app.workspace()).sharedDir, results);
}

async function open(app: App): Promise<EvaluationLedger> {
  const [{ openEvaluationLedger }, workspace, path] = await Promise.all([
    import("../../ledger/evaluations/open-evaluation-ledger.js"),
    app.workspace(),
    ledgerPath(app),
  ]);
  ensureStateDirs(workspace);
  const ledger = await openEvaluationLedger(path);
  app.onEnd(() => ledger.close());
  ledger.markInterrupted(app.now());
  return ledger;
}
