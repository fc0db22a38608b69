import { numberToJson } from "../../core/json-number.js";
import { mlflowStatus } from "../../runs/status.js";
import type {
  Experiment,
  LoggedModel,
  MetricPoint,
  RunHeader,
  RunRecord,
  RunSummary,
} from "../../runs/types.js";
import { withoutEmpty } from "./json-text.js";
import { inputMessages } from "./run-inputs.js";
import type { Service } from "./service.js";

/** MLflow shows a run's name as this tag, too. */
export const runNameTag = "mlflow.runName";

/** MLflow's `RunInfo`. */
export function infoMessage(run: RunHeader, experiment: Experiment | undefined): object {
  const experimentId = String(experiment?.id ?? 0);
  return {
    run_id: run.id,
    run_uuid: run.id,
    run_name: run.name,
    experiment_id: experimentId,
    ...(run.user !== undefined && { user_id: run.user }),
    status: mlflowStatus(run.status),
    start_time: run.startTime,
    ...(run.endTime !== undefined && { end_time: run.endTime }),
    artifact_uri: `mlflow-artifacts:/${experimentId}/${run.id}/artifacts`,
    lifecycle_stage: run.deletedAt === undefined ? "active" : "deleted",
  };
}

/** MLflow's `Run`. */
export function runMessage(run: RunRecord, experiment: Experiment | undefined): object {
  return {
    ...summaryMessage(run, experiment),
    inputs: inputMessages(run.inputs),
    outputs: withoutEmpty({ model_outputs: run.models.filter(isThere).map(outputMessage) }),
  };
}

/** MLflow's `Run` without what went in and came out. */
function summaryMessage(run: RunSummary, experiment: Experiment | undefined): object {
  const tags: Record<string, string> = { ...run.tags, [runNameTag]: run.name };
  return {
    info: infoMessage(run, experiment),
    data: withoutEmpty({
      metrics: Object.entries(run.metrics).map(([key, latest]) => metricMessage({ key, ...latest })),
      params: Object.entries(run.params).map(([key, value]) => ({ key, value })),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    }),
  };
}

/** MLflow's `Metric`. */
export function metricMessage(point: MetricPoint): object {
  const { key, value, timestamp, step } = point;
  return { key, value: numberToJson(value), timestamp, step };
}

/** Looks experiments up by name, each once. */
export function experimentsByName({ ledger }: Service): (name: string) => Experiment | undefined {
  const known = new Map<string, Experiment | undefined>();
  return (name) => {
    if (!known.has(name)) known.set(name, ledger.experiment({ name }));
    return known.get(name);
  };
}

function isThere({ deletedAt }: LoggedModel): boolean {
  return deletedAt === undefined;
}

function outputMessage({ id, step }: LoggedModel): object {
  return { model_id: id, ...(step !== undefined && { step }) };
}
