import type { LoggedModel, RunId } from "../../runs/types.js";
import type { SentMetric } from "./log-entries.js";
import type { Service } from "./service.js";
import { absent, invalid } from "./service-error.js";

const modelId = /^m-[0-9a-f]{32}$/;

export function isModelId(text: string): boolean {
  return modelId.test(text);
}

/** @throws {ServiceError} RESOURCE_DOES_NOT_EXIST, for a deleted one too unless these are allowed. */
export function findModel({ ledger }: Service, id: string, allowDeleted = false): LoggedModel {
  const model = isModelId(id) ? ledger.model(id) : undefined;
  if (model === undefined || (model.deletedAt !== undefined && !allowDeleted)) {
    throw absent(`there is no logged model with the id ${JSON.stringify(id)}`);
  }
  return model;
}

/** The models that metrics name. @throws {ServiceError} if one is not there. */
export function modelsOf(service: Service, metrics: readonly SentMetric[]): Map<string, LoggedModel> {
  const models = new Map<string, LoggedModel>();
  for (const { modelId: id } of metrics) {
    if (id !== undefined && !models.has(id)) models.set(id, findModel(service, id));
  }
  return models;
}

/** Gives models the metrics that name them, each point once. */
export function addModelMetrics(
  { ledger, now }: Service,
  models: ReadonlyMap<string, LoggedModel>,
  metrics: readonly SentMetric[],
): void {
  for (const model of models.values()) {
    const all = new Map(model.metrics.map((metric) => [identityOf(metric), metric]));
    for (const { point, modelId: id, datasetName, datasetDigest } of metrics) {
      if (id !== model.id) continue;
      const metric = {
        ...point,
        ...(datasetName !== undefined && { datasetName }),
        ...(datasetDigest !== undefined && { datasetDigest }),
      };
      all.set(identityOf(metric), metric);
    }
    ledger.saveModel({ ...model, updatedAt: now(), metrics: [...all.values()] });
  }
}

function identityOf(metric: LoggedModel["metrics"][number]): string {
  const { key, value, step, timestamp, datasetName = "", datasetDigest = "" } = metric;
  return JSON.stringify([key, String(value), step, timestamp, datasetName, datasetDigest]);
}

/** Notes the models that a run made, with the step of its training at which it did. */
export function markOutputs(
  { ledger, now }: Service,
  runId: RunId,
  outputs: readonly { readonly model: LoggedModel; readonly step: number | undefined }[],
): void {
  const foreign = outputs.find(({ model }) => model.runId !== runId);
  if (foreign !== undefined) {
    throw invalid(
      `the model ${foreign.model.id} was logged by the run ${foreign.model.runId}, not by ${runId}`,
    );
  }
  for (const { model, step } of outputs) {
    if (step === undefined || step === model.step) continue;
    ledger.saveModel({ ...model, step, updatedAt: now() });
  }
}
