import type { RunEnd, RunStatus } from "./types.js";

/** How a command ended, by what the system says of its process: 0 is success; a signal means that it was killed. */
export function endStatus(exitCode: number | null, signal: string | null): RunEnd["status"] {
  if (signal !== null) return "killed";
  return exitCode === 0 ? "finished" : "failed";
}

/** What MLflow's `RunStatus` calls them. It knows no `interrupted`: such a run has failed. */
export type MlflowStatus = "RUNNING" | "SCHEDULED" | "FINISHED" | "FAILED" | "KILLED";

const mlflowNames: Readonly<Record<RunStatus, MlflowStatus>> = {
  running: "RUNNING",
  finished: "FINISHED",
  failed: "FAILED",
  killed: "KILLED",
  interrupted: "FAILED",
};

export function mlflowStatus(status: RunStatus): MlflowStatus {
  return mlflowNames[status];
}

/** `SCHEDULED`, a run that MLflow has not begun, is `running`. `undefined` for any other word. */
export function statusOfMlflow(name: string): RunStatus | undefined {
  if (name === "SCHEDULED") return "running";
  const statuses: readonly RunStatus[] = ["running", "finished", "failed", "killed"];
  return statuses.find((status) => mlflowNames[status] === name);
}
