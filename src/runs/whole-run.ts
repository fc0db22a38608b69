import type { RunId, RunRecord } from "./types.js";

/** A run with what its other half knows. */
export interface WholeRun extends RunRecord {
  /** The run that logged the metrics. */
  readonly measuredBy: RunId;
}

/**
 * Joins the two halves in which a script's run through an MLflow client is kept: the command knows code, data and
 * environment, the client's run knows parameters and metrics.
 * @param inside the client runs made inside a command, of a run that is one.
 */
export function wholeRun(
  run: RunRecord,
  command: RunRecord | undefined,
  inside: readonly RunRecord[],
): WholeRun {
  if (run.kind === "client" && command !== undefined) {
    return {
      ...run,
      params: { ...command.params, ...run.params },
      context: { ...command.context, ...run.context },
      measuredBy: run.id,
    };
  }
  const tops = inside.filter(({ tags }) => tags["mlflow.parentRunId"] === undefined);
  const [only] = tops;
  if (tops.length !== 1 || only === undefined || Object.keys(run.metrics).length > 0) {
    return { ...run, measuredBy: run.id };
  }
  return {
    ...run,
    params: { ...run.params, ...only.params },
    metrics: only.metrics,
    artifacts: [...run.artifacts, ...only.artifacts],
    checkpoints: [...run.checkpoints, ...only.checkpoints],
    inputs: [...run.inputs, ...only.inputs],
    models: [...run.models, ...only.models],
    measuredBy: only.id,
  };
}
