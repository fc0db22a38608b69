import { compareBytes } from "../../core/byte-order.js";
import type { Experiment } from "../../runs/types.js";
import { type Condition, fieldOf, holds, parseConditions } from "./conditions.js";
import { experimentMessage } from "./experiments.js";
import type { Fields } from "./fields.js";
import { withoutEmpty } from "./json-text.js";
import { limits } from "./limits.js";
import { offsetOf, pageToken } from "./page-token.js";
import type { Call, Service } from "./service.js";
import { invalid } from "./service-error.js";

const usualPage = 1_000;

export function searchExperiments(service: Service, { fields }: Call): object {
  const conditions = parseConditions(fields.optionalText("filter") ?? "");
  const orders = [...fields.texts("order_by"), "creation_time DESC", "experiment_id ASC"].map(orderOf);
  const size = pageSize(fields, usualPage, limits.experimentsPerPage);
  const offset = offsetOf(fields.optionalText("page_token"));
  const found = service.ledger
    .experiments(viewOf(fields))
    .filter((experiment) => conditions.every((one) => holds(fieldValue(experiment, one), one)))
    .sort((a, b) => orders.reduce((order, compare) => order || compare(a, b), 0));
  return withoutEmpty({
    experiments: found.slice(offset, offset + size).map(experimentMessage),
    ...(found.length > offset + size && { next_page_token: pageToken(offset + size) }),
  });
}

/** MLflow's `ViewType`, as text or as the number that it travels as. @throws {ServiceError} for another word. */
export function viewOf(fields: Fields, name = "view_type"): "active" | "deleted" | "all" {
  const type = fields.optionalText(name) ?? "";
  if (type === "" || type === "ACTIVE_ONLY" || type === "1") return "active";
  if (type === "DELETED_ONLY" || type === "2") return "deleted";
  if (type === "ALL" || type === "3") return "all";
  throw invalid(`there is no ${name} ${JSON.stringify(type)}`);
}

/** @throws {ServiceError} if `max_results` is not between 1 and `largest`. */
export function pageSize(fields: Fields, usual: number, largest: number): number {
  const size = fields.optionalInteger("max_results") ?? usual;
  if (size >= 1 && size <= largest) return size;
  throw invalid(`max_results must be between 1 and ${largest}, not ${size}`);
}

function fieldValue(
  experiment: Experiment,
  { entity, key }: Pick<Condition, "entity" | "key">,
): string | number | undefined {
  if (entity === "tag") return Object.hasOwn(experiment.tags, key) ? experiment.tags[key] : undefined;
  if (entity !== "attribute") throw invalid(`experiments have no ${entity}s`);
  if (key === "name") return experiment.name;
  if (key === "experiment_id") return String(experiment.id);
  if (key === "creation_time") return experiment.createdAt;
  if (key === "last_update_time") return experiment.updatedAt;
  throw invalid(`experiments have no attribute ${JSON.stringify(key)}`);
}

function orderOf(text: string): (a: Experiment, b: Experiment) => number {
  const [, name = "", direction = "ASC"] = /^(.*?)(?:\s+(ASC|DESC))?$/is.exec(text.trim()) ?? [];
  const field = fieldOf(name);
  const sign = direction.toUpperCase() === "DESC" ? -1 : 1;
  if (field.key === "experiment_id") return (a, b) => sign * (a.id - b.id);
  return (a, b) => {
    const [left, right] = [fieldValue(a, field) ?? "", fieldValue(b, field) ?? ""];
    if (typeof left === "number" && typeof right === "number") return sign * (left - right);
    return sign * compareBytes(String(left), String(right));
  };
}
