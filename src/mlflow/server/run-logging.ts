import { isDeeperThan } from "../../core/json-depth.js";
import type { RunId } from "../../runs/types.js";
import { runIdOf, writableRun } from "./find-run.js";
import { limits, requireCount } from "./limits.js";
import { metricOf, paramsOf, type SentMetric, tagsOf } from "./log-entries.js";
import { addModelMetrics, findModel, markOutputs, modelsOf } from "./model-store.js";
import { datasetInput, modelInput } from "./run-inputs.js";
import { runNameTag } from "./run-message.js";
import type { Call, Service } from "./service.js";
import { absent, invalid } from "./service-error.js";

/** Where clients of MLflow 2 note the models they logged. */
const modelHistoryTag = "mlflow.log-model.history";
/** Levels of lists and objects in the description of a model. */
const deepestModel = 64;

export function logMetric(service: Service, { fields }: Call): object {
  const { id } = writableRun(service, runIdOf(fields));
  storeMetrics(service, id, [metricOf(fields, service.now())], {}, {});
  return {};
}

export function logParam(service: Service, { fields }: Call): object {
  const { id } = writableRun(service, runIdOf(fields));
  service.ledger.append(id, { params: paramsOf([fields]) }, service.now());
  return {};
}

/** All of it is stored, or nothing. */
export function logBatch(service: Service, { fields }: Call): object {
  const [metrics, params, tags] = [
    fields.messages("metrics"),
    fields.messages("params"),
    fields.messages("tags"),
  ];
  requireCount("metrics", metrics.length, limits.metricsPerBatch);
  requireCount("parameters", params.length, limits.paramsPerBatch);
  requireCount("tags", tags.length, limits.tagsPerBatch);
  const now = service.now();
  const { id } = writableRun(service, runIdOf(fields));
  storeMetrics(
    service,
    id,
    metrics.map((metric) => metricOf(metric, now)),
    paramsOf(params),
    tagsOf(tags),
  );
  return {};
}

export function setTag(service: Service, { fields }: Call): object {
  const { id } = writableRun(service, runIdOf(fields));
  const [entry] = Object.entries(tagsOf([fields]));
  if (entry !== undefined) storeTag(service, id, ...entry);
  return {};
}

export function deleteTag(service: Service, { fields }: Call): object {
  const { id } = writableRun(service, runIdOf(fields));
  const key = fields.text("key");
  if (key === runNameTag) throw invalid(`${runNameTag} is the run's name: it can be changed, not removed`);
  if (!Object.hasOwn(service.ledger.record(id)?.tags ?? {}, key)) {
    throw absent(`the run ${id} has no tag ${JSON.stringify(key)}`);
  }
  service.ledger.setTag(id, key, null, service.now());
  return {};
}

export function logInputs(service: Service, { fields }: Call): object {
  const { id } = writableRun(service, runIdOf(fields));
  const models = fields.messages("models").map((model) => findModel(service, model.text("model_id")));
  const datasets = fields.messages("datasets").map(datasetInput);
  service.ledger.addInputs(id, [...datasets, ...models.map((model) => modelInput(model.id))]);
  return {};
}

export function logOutputs(service: Service, { fields }: Call): object {
  const { id } = writableRun(service, runIdOf(fields));
  const outputs = fields.messages("models").map((model) => ({
    model: findModel(service, model.text("model_id")),
    step: model.optionalInteger("step"),
  }));
  markOutputs(service, id, outputs);
  return {};
}

/** The way of MLflow 2: the model is a folder of the run's artifacts, and a tag of the run has the list of them. */
export function logModel(service: Service, { fields }: Call): object {
  const { id } = writableRun(service, runIdOf(fields));
  const model = parsed(fields.text("model_json"));
  if (typeof model !== "object" || model === null || Array.isArray(model)) {
    throw invalid("model_json is no JSON object");
  }
  const history = parsed(service.ledger.record(id)?.tags[modelHistoryTag] ?? "[]");
  const list = Array.isArray(history) ? history : [];
  service.ledger.setTag(id, modelHistoryTag, JSON.stringify([...list, model]), service.now());
  return {};
}

function storeMetrics(
  service: Service,
  id: RunId,
  metrics: readonly SentMetric[],
  params: Readonly<Record<string, string>>,
  sentTags: Readonly<Record<string, string>>,
): void {
  const { ledger } = service;
  const models = modelsOf(service, metrics);
  const { [runNameTag]: name, ...tags } = sentTags;
  ledger.append(id, { metrics: metrics.map(({ point }) => point), params, tags }, service.now());
  if (name !== undefined) storeTag(service, id, runNameTag, name);
  addModelMetrics(service, models, metrics);
}

/** The run's name is what MLflow shows as one of its tags. */
function storeTag({ ledger, now }: Service, id: RunId, key: string, value: string): void {
  if (key !== runNameTag) ledger.setTag(id, key, value, now());
  else if (value !== "") ledger.rename(id, value, now());
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isDeeperThan(value, deepestModel) ? undefined : value;
  } catch {
    return undefined;
  }
}
