import { withoutEmpty } from "./json-text.js";
import { limits, requireLength } from "./limits.js";
import { asked, findRegistered, findVersion } from "./registry-calls.js";
import { latestByStage, registeredMessage, versionMessage } from "./registry-message.js";
import type { FailedGate } from "./registry-port.js";
import type { Call, Service } from "./service.js";
import { invalid, ServiceError } from "./service-error.js";

export async function createRegistered(service: Service, { fields }: Call): Promise<object> {
  const name = fields.text("name");
  if (fields.messages("tags").length > 0) throw noModelTags();
  const description = fields.optionalText("description") || undefined;
  requireLength("the description", description ?? "", limits.tagValue);
  const made = await asked(service, (registry) => registry.create(name, description));
  if (made) return { registered_model: registeredMessage(await findRegistered(service, name)) };
  throw new ServiceError("RESOURCE_ALREADY_EXISTS", `Registered Model (name=${name}) already exists.`);
}

export async function getRegistered(service: Service, { fields }: Call): Promise<object> {
  return { registered_model: registeredMessage(await findRegistered(service, fields.text("name"))) };
}

/** What a model is for is the one thing of it that is not of a version. */
export async function updateRegistered(service: Service, { fields }: Call): Promise<object> {
  const { name } = await findRegistered(service, fields.text("name"));
  const description = requireLength(
    "the description",
    fields.optionalText("description") ?? "",
    limits.tagValue,
  );
  await asked(service, (registry) => registry.describe(name, description));
  return { registered_model: registeredMessage(await findRegistered(service, name)) };
}

export async function latestVersions(service: Service, { fields }: Call): Promise<object> {
  const { versions } = await findRegistered(service, fields.text("name"));
  const stages = fields.texts("stages").map(stageNamed);
  return withoutEmpty({ model_versions: latestByStage(versions, stages).map(versionMessage) });
}

export async function getAlias(service: Service, { fields }: Call): Promise<object> {
  const { name, aliases } = await findRegistered(service, fields.text("name"));
  const alias = fields.text("alias");
  const version = aliases.get(alias);
  // As MLflow's own server says it.
  if (version === undefined) throw invalid(`Registered model alias ${alias} not found.`);
  return { model_version: versionMessage(await findVersion(service, name, version)) };
}

/** Through the gates that `model.yaml` sets for the alias. @throws {ServiceError} with each gate that says no. */
export async function setAlias(service: Service, { fields }: Call): Promise<object> {
  const { name, version } = await findVersion(service, fields.text("name"), fields.text("version"));
  const alias = fields.text("alias");
  const failed = await asked(service, (registry) => registry.promote(name, version, alias));
  if (failed.length > 0) throw gatesRefuse(name, version, alias, failed);
  return {};
}

export async function deleteAlias(service: Service, { fields }: Call): Promise<object> {
  const { name } = await findRegistered(service, fields.text("name"));
  await asked(service, (registry) => registry.unalias(name, fields.text("alias")));
  return {};
}

/** @throws {ServiceError} for a word that is no stage. */
export function stageNamed(text: string): string {
  const found = ["None", "Staging", "Production", "Archived"].find(
    (stage) => stage.toLowerCase() === text.toLowerCase(),
  );
  if (found !== undefined) return found;
  throw invalid(`there is no stage ${JSON.stringify(text)}: None, Staging, Production or Archived`);
}

export function gatesRefuse(
  name: string,
  version: string,
  alias: string,
  failed: readonly FailedGate[],
): ServiceError {
  const gates = failed.map(({ gate, reason, hint }) => {
    return `\n  ${gate}: ${reason}${hint === undefined ? "" : ` (${hint})`}`;
  });
  const count = failed.length === 1 ? "a gate says no" : `${failed.length} gates say no`;
  return new ServiceError(
    "PERMISSION_DENIED",
    `${alias} of ${name} was not moved to version ${version}: ${count}${gates.join("")}\nNothing was changed. mlx gate ${name}@${version} --to ${alias} shows every gate.`,
  );
}

export function noModelTags(): ServiceError {
  return new ServiceError(
    "NOT_IMPLEMENTED",
    "a registered model of mlx has no tags: what people say of it stands in its model.yaml; give tags to a version when it is created",
  );
}
