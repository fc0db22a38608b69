import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import { ensureStateDirs } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { recoverRuns } from "./recover-runs.js";

const opened = new WeakMap<App, Promise<RunLedger>>();

/**
 * The ledger of this clone, opened once and closed with the app. Runs whose mlx died are marked as interrupted by then,
 * and what their metrics files still held is in the ledger.
 * @throws {MlxError} `MLX_LEDGER_UNUSABLE`, `MLX_LEDGER_NEWER`, `MLX_NATIVE_MODULE`.
 */
export function openRuns(app: App): Promise<RunLedger> {
  const known = opened.get(app);
  if (known) return known;
  const ledger = open(app);
  opened.set(app, ledger);
  return ledger;
}

/** Where the ledger is, or will be. */
export async function ledgerPath(app: App): Promise<string> {
  return join((await app.workspace()).sharedDir, "ledger.db");
}

async function open(app: App): Promise<RunLedger> {
  const [{ openRunLedger }, workspace, path] = await Promise.all([
    import("../../ledger/open-run-ledger.js"),
    app.workspace(),
    ledgerPath(app),
  ]);
  ensureStateDirs(workspace);
  const ledger = await openRunLedger(path);
  app.onEnd(() => ledger.close());
  try {
    ledger.markInterrupted(app.now());
    await recoverRuns(app, ledger);
  } catch (error) {
    // What a dead mlx left behind can be taken in later; it must not keep anyone from reading.
    if (!(error instanceof MlxError)) throw error;
    app.ui.warn(`interrupted runs could not be taken care of: ${error.message}`, error.hint);
  }
  return ledger;
}
