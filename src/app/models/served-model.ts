import type { FileTree } from "../../core/file-tree.js";
import type { ServedModel, ServedVersion } from "../../mlflow/server/registry-port.js";
import { intactEvents } from "../../registry/events/heads.js";
import { readModelDetails } from "../../registry/models/model-details.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { readItem } from "../../registry/read-item.js";
import type { VersionRecord } from "../../registry/types.js";
import { ArchivedVersions } from "../../registry/versions/archived.js";
import { settingsOf } from "./promotion/read-settings.js";

/** A model as clients of MLflow's interface see it; damaged versions and aliases are left out. Undefined where there is none. */
export function servedModel(tree: FileTree, name: string): ServedModel | undefined {
  const item = readItem(tree, "model", name);
  if (item.versions.length === 0 && tree.read(modelSettingsFile(name)) === undefined) return undefined;
  const aliases = new Map(
    item.aliases.flatMap(({ alias, pointer }) =>
      pointer.ok ? [[alias, pointer.value.version] as const] : [],
    ),
  );
  const archived = new ArchivedVersions(item);
  const decided = new Map<string, number>();
  for (const { target, time } of intactEvents(item)) {
    if (target !== undefined) decided.set(target.version, Date.parse(time));
  }
  const versions = item.versions.flatMap(({ record }) =>
    record?.ok
      ? [servedVersion(record.value, aliases, archived.eventOf(record.value.digest) !== undefined, decided)]
      : [],
  );
  const { description } = settingsOf(item);
  return {
    name,
    ...(description !== undefined && { description }),
    createdAt: versions[0]?.createdAt ?? 0,
    updatedAt: Math.max(0, ...versions.map(({ updatedAt }) => updatedAt)),
    versions,
    aliases,
  };
}

function servedVersion(
  record: VersionRecord,
  aliases: ReadonlyMap<string, string>,
  archived: boolean,
  decided: ReadonlyMap<string, number>,
): ServedVersion {
  const { name, version, time, author, message } = record;
  const { run, tags = {}, description } = readModelDetails(record);
  const createdAt = Date.parse(time);
  return {
    ...{ name, version, createdAt, author: author.email, tags, archived },
    updatedAt: decided.get(version) ?? createdAt,
    description: description ?? message,
    ...(run && { runId: run.id }),
    aliases: [...aliases].flatMap(([alias, target]) => (target === version ? [alias] : [])),
  };
}
