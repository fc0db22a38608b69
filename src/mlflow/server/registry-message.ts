import { withoutEmpty } from "./json-text.js";
import type { ServedModel, ServedVersion } from "./registry-port.js";

/** MLflow's stages, and the aliases that stand for two of them. */
export const stageAliases: Readonly<Record<string, string>> = {
  Staging: "staging",
  Production: "production",
};

/** The stage that MLflow's older calls speak of. */
export function stageOf({ aliases, archived }: ServedVersion): string {
  if (archived) return "Archived";
  if (aliases.includes("production")) return "Production";
  return aliases.includes("staging") ? "Staging" : "None";
}

/** Where clients get the files of a version from. */
export function versionAddress({ name, version }: Pick<ServedVersion, "name" | "version">): string {
  return `mlflow-artifacts:/${versionFolder}/${name}/${version}`;
}

/** The first part of such addresses; of those of runs it is a number. */
export const versionFolder = "registered-models";

/** MLflow's `ModelVersion`. */
export function versionMessage(version: ServedVersion): object {
  const { name, version: number, createdAt, updatedAt, author, description, runId, tags, aliases } = version;
  return withoutEmpty({
    name,
    version: number,
    creation_timestamp: createdAt,
    last_updated_timestamp: updatedAt,
    user_id: author,
    current_stage: stageOf(version),
    description,
    source: versionAddress(version),
    ...(runId !== undefined && { run_id: runId }),
    status: "READY",
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    aliases: [...aliases],
  });
}

/** MLflow's `RegisteredModel`. */
export function registeredMessage(model: ServedModel): object {
  return withoutEmpty({
    name: model.name,
    creation_timestamp: model.createdAt,
    last_updated_timestamp: model.updatedAt,
    ...(model.description !== undefined && { description: model.description }),
    latest_versions: latestByStage(model.versions).map(versionMessage),
    aliases: [...model.aliases].map(([alias, version]) => ({ alias, version })),
  });
}

/** The highest version of each stage, or of some. */
export function latestByStage(
  versions: readonly ServedVersion[],
  stages: readonly string[] = [],
): ServedVersion[] {
  const latest = new Map(versions.map((version) => [stageOf(version), version]));
  return [...latest].flatMap(([stage, version]) => {
    return stages.length === 0 || stages.includes(stage) ? [version] : [];
  });
}
