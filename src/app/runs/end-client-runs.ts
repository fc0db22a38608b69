import type { RunLedger } from "../../ledger/run-ledger.js";
import type { RunEnd, RunId } from "../../runs/types.js";

/**
 * Ends the runs that MLflow clients made inside a command as the command itself ended. Those still running were left
 * behind. A client says FINISHED even for an uncaught exception, so what it ended as its last act is corrected, too.
 * @param endedLast runs that a client ended after which nothing but endings came.
 */
export function endClientRuns(
  ledger: RunLedger,
  commandId: RunId,
  end: RunEnd,
  endedLast: readonly RunId[],
): void {
  for (const run of ledger.search({ commandId, view: "all" }).runs) {
    if (run.status === "running") ledger.endRun(run.id, end);
    else if (end.status !== "finished" && run.status === "finished" && endedLast.includes(run.id)) {
      ledger.endRun(run.id, { ...end, endTime: run.endTime ?? end.endTime });
    }
  }
}
