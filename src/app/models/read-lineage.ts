import { type LineageVersion, lineageVersion } from "../../registry/lineage/lineage-source.js";
import type { RegistryItem } from "../../registry/read-item.js";
import { parseReference } from "../../registry/reference.js";
import type { VersionRecord } from "../../registry/types.js";
import { latestVersion } from "../../registry/versions/latest-version.js";
import type { App } from "../app.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireItem } from "../registry/require-item.js";
import { requireModel } from "./require-model.js";

export interface ModelLineage {
  readonly name: string;
  /** The lowest first. */
  readonly versions: readonly LineageVersion[];
}

/**
 * The lineage of a version; of a name alone that of the latest version in use and of those that an alias points at.
 * @param reference `NAME`, `NAME@3` or `NAME@champion`.
 */
export async function readLineage(app: App, reference: string): Promise<ModelLineage> {
  const { name, ref } = parseReference(reference, "model");
  if (ref !== undefined) {
    const { item, resolved } = await requireModel(app, reference);
    return { name, versions: [lineageVersion(item, resolved.record)] };
  }
  const item = requireItem(await registryTree(app, "model"), "model", name);
  return { name, versions: recordsOf(item).map((record) => lineageVersion(item, record)) };
}

/** The lowest first; damaged records are left out. */
function recordsOf(item: RegistryItem): VersionRecord[] {
  const { versions, aliases } = item;
  const held = new Set(aliases.flatMap(({ pointer }) => (pointer.ok ? [pointer.value.version] : [])));
  const latest = latestVersion(item)?.version;
  return versions.flatMap(({ version, record }) =>
    record?.ok && (held.has(version) || version === latest) ? [record.value] : [],
  );
}
