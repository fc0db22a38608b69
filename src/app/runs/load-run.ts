import { MlxError } from "../../core/errors.js";
import type { RunLedger } from "../../ledger/run-ledger.js";
import type { RunId, RunRecord, RunSummary } from "../../runs/types.js";
import { type WholeRun, wholeRun } from "../../runs/whole-run.js";

/** A run's record. @throws {MlxError} `MLX_RUN_NOT_FOUND`, exit 2. */
export function requireRecord(ledger: RunLedger, id: RunId): RunRecord {
  const record = ledger.record(id);
  if (record) return record;
  throw new MlxError("MLX_RUN_NOT_FOUND", `the run ${id} is not in the ledger`, {
    hint: "it was purged, or is of another computer: mlx runs pull brings those that were shared",
    exitCode: 2,
  });
}

/** A run joined with the command around it, or with the one client run inside of it. */
export function loadWholeRun(ledger: RunLedger, id: RunId): WholeRun {
  const run = requireRecord(ledger, id);
  if (run.kind === "client") {
    return wholeRun(run, run.commandId === undefined ? undefined : ledger.record(run.commandId), []);
  }
  if (Object.keys(run.metrics).length > 0) return wholeRun(run, undefined, []);
  const inside = clientRuns(ledger, id).filter(({ tags }) => tags["mlflow.parentRunId"] === undefined);
  return wholeRun(
    run,
    undefined,
    inside.length === 1 ? inside.map((it) => requireRecord(ledger, it.id)) : [],
  );
}

/** The runs that MLflow clients made inside a command, the first one first. */
export function clientRuns(ledger: RunLedger, commandId: RunId): RunSummary[] {
  return ledger
    .search({ commandId })
    .runs.sort((a, b) => a.startTime - b.startTime || (a.id < b.id ? -1 : 1));
}
