import type { RegistryItem } from "../../registry/read-item.js";
import { parseReference, whichVersion } from "../../registry/reference.js";
import { type ResolvedVersion, resolveVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import { registryTree } from "../registry/registry-tree.js";
import { requireItem } from "../registry/require-item.js";

/**
 * The version that `NAME@3` or `NAME@champion` names, verified: alias, event, record, frozen file.
 * @throws {MlxError} `MLX_REFERENCE`, `MLX_NOT_PUBLISHED` or `MLX_VERSION_NOT_FOUND`, exit 2; `MLX_REGISTRY_DAMAGED`, exit 3.
 */
export async function requireModel(
  app: App,
  reference: string,
): Promise<{ readonly item: RegistryItem; readonly resolved: ResolvedVersion }> {
  const { name, ref } = parseReference(reference, "model");
  if (ref === undefined) {
    const hint = `name a version or an alias, such as ${name}@1; mlx model list ${name} shows them`;
    throw whichVersion(`the model ${name}`, hint);
  }
  const item = requireItem(await registryTree(app), "model", name);
  return { item, resolved: resolveVersion(item.tree, "model", name, ref) };
}
