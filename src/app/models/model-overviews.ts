import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import { openGates } from "../../registry/model-gates/open-gates.js";
import { modelNames } from "../../registry/models/model-names.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import { latestInUse } from "../../registry/versions/latest-version.js";

/** A model in a few words. */
export interface ModelOverview {
  readonly name: string;
  /** How many there are. */
  readonly versions: number;
  /** The highest that is not archived. */
  readonly latest?: string;
  /** The version that each alias names; null for a pointer that cannot be read. */
  readonly aliases: ReadonlyMap<string, string | null>;
  /** Aliases with gates that point at another version than the latest, and the gates that nothing on record speaks for yet. */
  readonly waiting: readonly { readonly alias: string; readonly gates: readonly string[] }[];
  /** Why its settings cannot be read. */
  readonly problem?: string;
}

/** Every model of a tree, by name: those that have a version and those that have settings alone. */
export async function modelOverviews(tree: FileTree): Promise<ModelOverview[]> {
  const overviews: ModelOverview[] = [];
  for (const name of modelNames(tree)) overviews.push(await overviewOf(tree, name));
  return overviews;
}

async function overviewOf(tree: FileTree, name: string): Promise<ModelOverview> {
  const item = readItem(tree, "model", name);
  const latest = latestInUse(item)?.version;
  const head = {
    ...{ name, versions: item.versions.length, aliases: aliasTargets(item) },
    ...(latest !== undefined && { latest }),
  };
  try {
    // Where nothing could wait the settings, which are YAML, need not be understood.
    return { ...head, waiting: latest === undefined ? [] : await waitingFor(item, latest) };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return { ...head, waiting: [], problem: `${modelSettingsFile(name)} is invalid` };
  }
}

async function waitingFor(item: RegistryItem, version: string): Promise<ModelOverview["waiting"]> {
  const record = item.versions.find((entry) => entry.version === version)?.record;
  if (record?.ok !== true) return [];
  const { settingsOf } = await import("./promotion/read-settings.js");
  const targets = aliasTargets(item);
  return [...settingsOf(item).gates].flatMap(([alias, gates]) => {
    if (targets.get(alias) === version) return [];
    const open = openGates(gates, item, record.value);
    return open.length === 0 ? [] : [{ alias, gates: open }];
  });
}
