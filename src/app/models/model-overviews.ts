import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import { modelNames } from "../../registry/models/model-names.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { type RegistryItem, readItem } from "../../registry/read-item.js";
import { latestInUse } from "../../registry/versions/latest-version.js";

/** An alias that the latest version is to have, and its gates by their kinds. */
export interface WaitingAlias {
  readonly alias: string;
  /** Those that what is on record does not let pass. */
  readonly gates: readonly string[];
  /** Those that a promotion alone looks at. */
  readonly unseen: readonly string[];
}

/** A model in a few words. */
export interface ModelOverview {
  readonly name: string;
  /** How many there are. */
  readonly versions: number;
  /** The highest that is not archived. */
  readonly latest?: string;
  /** The version that each alias names; null for a pointer that cannot be read. */
  readonly aliases: ReadonlyMap<string, string | null>;
  /** Aliases with gates that point at another version than the latest, of which some are open or unseen. */
  readonly waiting: readonly WaitingAlias[];
  /** Why its settings cannot be read. */
  readonly problem?: string;
}

/**
 * Every model of a tree, by name: those that have a version and those that have settings alone.
 * @param now epoch milliseconds.
 */
export async function modelOverviews(tree: FileTree, now: number): Promise<ModelOverview[]> {
  const overviews: ModelOverview[] = [];
  for (const name of modelNames(tree)) overviews.push(await overviewOf(tree, name, now));
  return overviews;
}

async function overviewOf(tree: FileTree, name: string, now: number): Promise<ModelOverview> {
  const item = readItem(tree, "model", name);
  const latest = latestInUse(item)?.version;
  const head = {
    ...{ name, versions: item.versions.length, aliases: aliasTargets(item) },
    ...(latest !== undefined && { latest }),
  };
  try {
    // Where nothing could wait the settings, which are YAML, need not be understood.
    return { ...head, waiting: latest === undefined ? [] : await waitingFor(item, latest, now) };
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    return { ...head, waiting: [], problem: `${modelSettingsFile(name)} is invalid` };
  }
}

async function waitingFor(
  item: RegistryItem,
  version: string,
  now: number,
): Promise<ModelOverview["waiting"]> {
  const record = item.versions.find((entry) => entry.version === version)?.record;
  if (record?.ok !== true) return [];
  const { settingsOf } = await import("./promotion/read-settings.js");
  const targets = aliasTargets(item);
  const asked = [...settingsOf(item).gates].filter(([alias]) => targets.get(alias) !== version);
  if (asked.length === 0) return [];
  const { openGates, suitesOnRecord } = await import("../../registry/model-gates/open-gates.js");
  const { holderFacts } = await import("./promotion/holder-facts.js");
  const waiting: WaitingAlias[] = [];
  for (const [alias, gates] of asked) {
    const suites = suitesOnRecord(gates, item, record.value);
    const againstHolder = await holderFacts(item, record.value, alias, gates, suites);
    const { open, unseen } = openGates(gates, item, record.value, { suites, againstHolder, now });
    if (open.length + unseen.length > 0) waiting.push({ alias, gates: open, unseen });
  }
  return waiting;
}
