import type { Experiment } from "../../runs/types.js";
import type { Fields } from "./fields.js";
import { withoutEmpty } from "./json-text.js";
import { limits, requireLength, requireName } from "./limits.js";
import type { Call, Service } from "./service.js";
import { absent, invalid, ServiceError } from "./service-error.js";

/** MLflow's `Experiment`. */
export function experimentMessage(experiment: Experiment): object {
  return withoutEmpty({
    experiment_id: String(experiment.id),
    name: experiment.name,
    artifact_location: `mlflow-artifacts:/${experiment.id}`,
    lifecycle_stage: experiment.deleted ? "deleted" : "active",
    creation_time: experiment.createdAt,
    last_update_time: experiment.updatedAt,
    tags: Object.entries(experiment.tags).map(([key, value]) => ({ key, value })),
  });
}

/** @throws {ServiceError} RESOURCE_DOES_NOT_EXIST. */
export function findExperiment(service: Service, id: string): Experiment {
  const found = /^\d{1,15}$/.test(id) ? service.ledger.experiment({ id: Number(id) }) : undefined;
  if (found === undefined) throw absent(`there is no experiment with the id ${JSON.stringify(id)}`);
  return found;
}

export function getExperiment(service: Service, { fields }: Call): object {
  return { experiment: experimentMessage(findExperiment(service, fields.text("experiment_id"))) };
}

export function getExperimentByName(service: Service, { fields }: Call): object {
  const name = fields.text("experiment_name");
  const found = service.ledger.experiment({ name });
  if (found === undefined) throw absent(`there is no experiment named ${JSON.stringify(name)}`);
  return { experiment: experimentMessage(found) };
}

export function createExperiment(service: Service, { fields }: Call): object {
  const name = experimentName(fields, "name");
  requireFreeName(service, name);
  const tags = Object.fromEntries(fields.messages("tags").map(experimentTag));
  const { id } = service.ledger.ensureExperiment(name, service.now());
  if (Object.keys(tags).length > 0) service.ledger.updateExperiment(id, { tags }, service.now());
  return { experiment_id: String(id) };
}

export function updateExperiment(service: Service, { fields }: Call): object {
  const { id, name: before } = findExperiment(service, fields.text("experiment_id"));
  if (!fields.has("new_name")) return {};
  const name = experimentName(fields, "new_name");
  if (name === before) return {};
  requireFreeName(service, name);
  service.ledger.updateExperiment(id, { name }, service.now());
  return {};
}

export function deleteExperiment(service: Service, { fields }: Call): object {
  const experiment = findExperiment(service, fields.text("experiment_id"));
  if (experiment.deleted) throw absent(`the experiment ${experiment.id} is deleted already`);
  service.ledger.updateExperiment(experiment.id, { deleted: true }, service.now());
  return {};
}

export function restoreExperiment(service: Service, { fields }: Call): object {
  const experiment = findExperiment(service, fields.text("experiment_id"));
  if (!experiment.deleted) throw absent(`the experiment ${experiment.id} is not deleted`);
  service.ledger.updateExperiment(experiment.id, { deleted: false }, service.now());
  return {};
}

export function setExperimentTag(service: Service, { fields }: Call): object {
  const { id } = requireActive(findExperiment(service, fields.text("experiment_id")));
  const [key, value] = experimentTag(fields);
  service.ledger.updateExperiment(id, { tags: { [key]: value } }, service.now());
  return {};
}

export function deleteExperimentTag(service: Service, { fields }: Call): object {
  const { id, tags } = requireActive(findExperiment(service, fields.text("experiment_id")));
  const key = fields.text("key");
  if (!Object.hasOwn(tags, key)) throw absent(`the experiment ${id} has no tag ${JSON.stringify(key)}`);
  service.ledger.updateExperiment(id, { tags: { [key]: null } }, service.now());
  return {};
}

/** @throws {ServiceError} INVALID_PARAMETER_VALUE if it is deleted. */
export function requireActive(experiment: Experiment): Experiment {
  if (!experiment.deleted) return experiment;
  throw invalid(`the experiment ${JSON.stringify(experiment.name)} is deleted; restore it first`);
}

function experimentName(fields: Fields, field: string): string {
  return requireName("an experiment's name", fields.text(field), limits.experimentName);
}

function requireFreeName({ ledger }: Service, name: string): void {
  const found = ledger.experiment({ name });
  if (found === undefined) return;
  const state = found.deleted ? "exists and is deleted; restore it, or take another name" : "exists already";
  throw new ServiceError("RESOURCE_ALREADY_EXISTS", `the experiment ${JSON.stringify(name)} ${state}`);
}

function experimentTag(fields: Fields): [key: string, value: string] {
  return [
    requireName("the key of a tag", fields.text("key"), limits.key),
    requireLength("the value of a tag", fields.optionalText("value") ?? "", limits.experimentTagValue),
  ];
}
