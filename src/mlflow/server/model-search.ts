import { compareBytes } from "../../core/byte-order.js";
import type { Experiment, LoggedModel } from "../../runs/types.js";
import { type Condition, fieldOf, holds, parseConditions } from "./conditions.js";
import { pageSize } from "./experiment-search.js";
import { findExperiment } from "./experiments.js";
import type { Fields } from "./fields.js";
import { withoutEmpty } from "./json-text.js";
import { modelMessage } from "./model-message.js";
import { offsetOf, pageToken } from "./page-token.js";
import { experimentsByName } from "./run-message.js";
import type { Call, Service } from "./service.js";
import { invalid } from "./service-error.js";

const usualPage = 50;
const largestPage = 50_000;

type Field = Pick<Condition, "entity" | "key">;

/** The data set that a metric must have been measured on. */
interface Dataset {
  readonly name: string;
  readonly digest: string | undefined;
}

export function searchModels(service: Service, { fields }: Call): object {
  const experiments = fields.texts("experiment_ids").map((id) => findExperiment(service, id).name);
  const conditions = parseConditions(fields.optionalText("filter") ?? "");
  const datasets = fields.messages("datasets").map(datasetOf);
  const orders = fields.messages("order_by").map(orderOf);
  const size = pageSize(fields, usualPage, largestPage);
  const offset = offsetOf(fields.optionalText("page_token"));
  const models = experiments.length === 0 ? [] : service.ledger.models({ experiments });
  const found = models
    .filter((model) => model.deletedAt === undefined)
    .filter((model) => conditions.every((one) => holds(fieldValue(model, one, datasets), one)))
    .sort((a, b) => orders.reduce((order, compare) => order || compare(a, b), 0) || latestFirst(a, b));
  const experimentOf = experimentOfModels(service);
  return withoutEmpty({
    models: found.slice(offset, offset + size).map((model) => modelMessage(model, experimentOf(model))),
    ...(found.length > offset + size && { next_page_token: pageToken(offset + size) }),
  });
}

function experimentOfModels(service: Service): (model: LoggedModel) => Experiment | undefined {
  const byName = experimentsByName(service);
  return ({ runId }) => byName(service.ledger.header(runId)?.experiment ?? "");
}

function fieldValue(
  model: LoggedModel,
  { entity, key }: Field,
  datasets: readonly Dataset[],
): string | number | undefined {
  if (entity === "tag") return Object.hasOwn(model.tags, key) ? model.tags[key] : undefined;
  if (entity === "param") return Object.hasOwn(model.params, key) ? model.params[key] : undefined;
  if (entity === "metric") return metricOf(model, key, datasets);
  const attributes: Readonly<Record<string, string | number | undefined>> = {
    name: model.name,
    model_id: model.id,
    model_type: model.type,
    status: model.status,
    source_run_id: model.runId,
    creation_timestamp: model.createdAt,
    creation_time: model.createdAt,
    last_updated_timestamp: model.updatedAt,
    last_updated_time: model.updatedAt,
  };
  if (!Object.hasOwn(attributes, key))
    throw invalid(`logged models have no attribute ${JSON.stringify(key)}`);
  return attributes[key];
}

/** The latest by step and time. */
function metricOf(model: LoggedModel, key: string, datasets: readonly Dataset[]): number | undefined {
  const measured = model.metrics.filter(
    (metric) =>
      metric.key === key &&
      (datasets.length === 0 ||
        datasets.some(
          ({ name, digest }) =>
            metric.datasetName === name && (digest === undefined || metric.datasetDigest === digest),
        )),
  );
  return measured.sort((a, b) => b.step - a.step || b.timestamp - a.timestamp)[0]?.value;
}

function datasetOf(fields: Fields): Dataset {
  return { name: fields.text("dataset_name"), digest: fields.optionalText("dataset_digest") || undefined };
}

function orderOf(fields: Fields): (a: LoggedModel, b: LoggedModel) => number {
  const field = fieldOf(fields.text("field_name"));
  const sign = fields.flag("ascending", true) ? 1 : -1;
  const datasets = fields.optionalText("dataset_name") ? [datasetOf(fields)] : [];
  return (a, b) => {
    const [left, right] = [fieldValue(a, field, datasets), fieldValue(b, field, datasets)];
    if (left === undefined || right === undefined) {
      return Number(left === undefined) - Number(right === undefined);
    }
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * compareBytes(String(left), String(right));
  };
}

function latestFirst(a: LoggedModel, b: LoggedModel): number {
  return b.createdAt - a.createdAt || compareBytes(a.id, b.id);
}
