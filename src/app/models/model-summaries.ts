import type { FileTree } from "../../core/file-tree.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import { aliasesOfVersion } from "../../registry/aliases/aliases-of-version.js";
import { type ModelDetails, readModelDetails } from "../../registry/models/model-details.js";
import { publishedNames, type RegistryItem, readItem, type VersionEntry } from "../../registry/read-item.js";
import type { VersionRecord } from "../../registry/types.js";
import { ArchivedVersions } from "../../registry/versions/archived.js";
import { latestVersion } from "../../registry/versions/latest-version.js";

/** A version as lists show it. */
export interface ModelVersion {
  readonly version: string;
  /** Undefined where the record cannot be read. */
  readonly record: VersionRecord | undefined;
  readonly details: ModelDetails | undefined;
  /** Those that point at it. */
  readonly aliases: readonly string[];
  readonly archived: boolean;
}

/** A model as lists show it. */
export interface ModelSummary {
  readonly name: string;
  /** How many versions there are, archived ones too. */
  readonly versions: number;
  /** What each alias points at; null where its pointer cannot be read. */
  readonly aliases: ReadonlyMap<string, string | null>;
  /** The highest version that is not archived; where all are, the highest. */
  readonly latest: ModelVersion | undefined;
}

/** Every model that has a version, by name. Of each the record of one version is parsed, as a rule. */
export function modelSummaries(tree: FileTree): ModelSummary[] {
  return publishedNames(tree, "model").map((name) => summaryOf(readItem(tree, "model", name)));
}

function summaryOf(item: RegistryItem): ModelSummary {
  const { name, versions } = item;
  const latest = reader(item)(latestVersion(item) ?? versions.at(-1));
  return { name, versions: versions.length, aliases: aliasTargets(item), latest };
}

export interface VersionList {
  /** The latest first. */
  readonly shown: readonly ModelVersion[];
  /** Archived ones that were left out. */
  readonly hidden: number;
  /** Older ones that were left out for there being so many. */
  readonly more: number;
}

/**
 * The versions of a model. Only the records of those that are shown, and of archived ones among them, are parsed.
 * @param options.all archived ones too. @param options.limit how many at most.
 */
export function modelVersions(
  item: RegistryItem,
  options: { readonly all: boolean; readonly limit?: number },
): VersionList {
  const read = reader(item);
  const { limit = item.versions.length } = options;
  const shown: ModelVersion[] = [];
  let hidden = 0;
  let at = item.versions.length - 1;
  for (; at >= 0 && shown.length < limit; at--) {
    const version = read(item.versions[at]);
    if (version === undefined) continue;
    if (version.archived && !options.all) hidden++;
    else shown.push(version);
  }
  return { shown, hidden, more: at + 1 };
}

function reader(item: RegistryItem): (entry: VersionEntry | undefined) => ModelVersion | undefined {
  const archived = new ArchivedVersions(item);
  return (entry) => {
    if (entry === undefined) return undefined;
    const { version, record: parsed } = entry;
    const record = parsed?.ok ? parsed.value : undefined;
    return {
      version,
      record,
      details: record && readModelDetails(record),
      aliases: aliasesOfVersion(item, version),
      archived: record !== undefined && archived.eventOf(record.digest) !== undefined,
    };
  };
}
