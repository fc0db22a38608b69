import { isUlid } from "../../core/ulid.js";
import { limits, requireCount, requireLength } from "./limits.js";
import { tagsOf } from "./log-entries.js";
import { gatesRefuse, stageNamed } from "./registered-models.js";
import { asked, findRegistered, findVersion } from "./registry-calls.js";
import { stageAliases, versionAddress, versionMessage } from "./registry-message.js";
import type { Call, Service } from "./service.js";
import { invalid, ServiceError } from "./service-error.js";

export async function createVersion(service: Service, { fields }: Call): Promise<object> {
  const { name } = await findRegistered(service, fields.text("name"));
  const tags = fields.messages("tags");
  requireCount("tags", tags.length, limits.tagsPerBatch);
  const runId = fields.optionalText("run_id") || undefined;
  const modelId = fields.optionalText("model_id") || undefined;
  const description = requireLength(
    "the description",
    fields.optionalText("description") ?? "",
    limits.tagValue,
  );
  const source = sourceOf(fields.text("source"), modelId);
  const version = await asked(service, (registry) =>
    registry.register({
      ...{ name, source, tags: tagsOf(tags) },
      ...(runId !== undefined && { runId }),
      ...(description !== "" && { description }),
    }),
  );
  return { model_version: versionMessage(await findVersion(service, name, version)) };
}

/**
 * Where the files are, as mlx names it. Only what this server keeps itself can be told apart from what it must not read.
 * @throws {ServiceError}
 */
function sourceOf(source: string, modelId: string | undefined): string {
  const logged = /^mlflow-artifacts:\/+(?:[^/]+\/)??\d+\/models\/(m-[0-9a-f]{32})\/artifacts\/?$/.exec(
    source,
  )?.[1];
  const model = logged ?? modelId ?? /^models:\/+(m-[0-9a-f]{32})\/?$/.exec(source)?.[1];
  if (model !== undefined) return `models:/${model}`;
  const [, run, path] =
    /^mlflow-artifacts:\/+(?:[^/]+\/)??\d+\/([0-9A-Z]{26})\/artifacts\/(.+)$/.exec(source) ??
    /^runs:\/+([^/]+)\/(.+)$/.exec(source) ??
    [];
  if (run !== undefined && isUlid(run)) return `runs:/${run}/${path}`;
  if (
    /^models:/.test(source) ||
    source.startsWith(versionAddress({ name: "", version: "" }).replace(/\/*$/, "/"))
  ) {
    throw new ServiceError(
      "NOT_IMPLEMENTED",
      `${source} is a version that is registered already: mlx does not copy versions; pull its files and register them: mlx model pull, mlx model register`,
    );
  }
  throw invalid(
    `mlx registers what a run logged to it, such as runs:/RUN/model, and not ${JSON.stringify(source.slice(0, 200))}; for files on disk: mlx model register NAME PATH`,
  );
}

export async function getVersion(service: Service, { fields }: Call): Promise<object> {
  const version = await findVersion(service, fields.text("name"), fields.text("version"));
  return { model_version: versionMessage(version) };
}

export async function downloadAddress(service: Service, { fields }: Call): Promise<object> {
  const version = await findVersion(service, fields.text("name"), fields.text("version"));
  return { artifact_uri: versionAddress(version) };
}

/** Staging and Production are aliases, with their gates. Other stages have no such counterpart. */
export async function transitionStage(service: Service, { fields }: Call): Promise<object> {
  const { name, version } = await findVersion(service, fields.text("name"), fields.text("version"));
  const stage = stageNamed(fields.text("stage"));
  const alias = stageAliases[stage];
  if (alias === undefined) throw noStage(name, version, stage);
  const failed = await asked(service, (registry) => registry.promote(name, version, alias));
  if (failed.length > 0) throw gatesRefuse(name, version, alias, failed);
  return { model_version: versionMessage(await findVersion(service, name, version)) };
}

function noStage(name: string, version: string, stage: string): ServiceError {
  const instead =
    stage === "Archived"
      ? `to archive takes a reason, which this call does not carry: mlx model archive ${name}@${version} -m "why"`
      : "to leave a stage, take its alias away: delete_registered_model_alias(name, 'staging' or 'production')";
  return new ServiceError("NOT_IMPLEMENTED", `${name} ${version} cannot be moved to ${stage}: ${instead}`);
}
