import type { Experiment, LoggedModel } from "../../runs/types.js";
import { withoutEmpty } from "./json-text.js";
import { metricMessage } from "./run-message.js";

/** MLflow's `LoggedModel`. */
export function modelMessage(model: LoggedModel, experiment: Experiment | undefined): object {
  const experimentId = String(experiment?.id ?? 0);
  return {
    info: withoutEmpty({
      model_id: model.id,
      experiment_id: experimentId,
      name: model.name,
      creation_timestamp_ms: model.createdAt,
      last_updated_timestamp_ms: model.updatedAt,
      artifact_uri: `mlflow-artifacts:/${experimentId}/models/${model.id}/artifacts`,
      status: model.status,
      ...(model.type !== undefined && { model_type: model.type }),
      source_run_id: model.runId,
      tags: Object.entries(model.tags).map(([key, value]) => ({ key, value })),
    }),
    data: withoutEmpty({
      params: Object.entries(model.params).map(([key, value]) => ({ key, value })),
      metrics: model.metrics.map((metric) => modelMetric(model, metric)),
    }),
  };
}

function modelMetric({ id, runId }: LoggedModel, metric: LoggedModel["metrics"][number]): object {
  return {
    ...metricMessage(metric),
    model_id: id,
    run_id: runId,
    ...(metric.datasetName !== undefined && { dataset_name: metric.datasetName }),
    ...(metric.datasetDigest !== undefined && { dataset_digest: metric.datasetDigest }),
  };
}
