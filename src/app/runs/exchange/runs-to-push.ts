import type { RunLedger } from "../../../ledger/run-ledger.js";
import type { App } from "../../app.js";
import {
  byAge,
  type ChosenRuns,
  chooseRuns,
  everyRun,
  isEmptyChoice,
  type RunChoice,
} from "./choose-runs.js";

/**
 * The runs that a push is about. Without a choice: all that have ended, and of deleted ones those that a remote has, so
 * that it learns of the deletion.
 */
export async function runsToPush(app: App, ledger: RunLedger, choice: RunChoice): Promise<ChosenRuns> {
  if (!isEmptyChoice(choice)) return chooseRuns(app, ledger, choice);
  const shared = new Set(ledger.sharedRuns());
  return byAge(everyRun(ledger).filter(({ id, deletedAt }) => deletedAt === undefined || shared.has(id)));
}
