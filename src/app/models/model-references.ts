import type { FileTree } from "../../core/file-tree.js";
import { aliasTargets } from "../../registry/aliases/alias-targets.js";
import { modelNames } from "../../registry/models/model-names.js";
import { readItem } from "../../registry/read-item.js";
import { settingsOf } from "./promotion/read-settings.js";

/** Versions of one model that are worth offering; the latest come first. */
const mostVersions = 20;

/** What can stand for a version of a model, by each alias and by number: `penguins@production`, `penguins@3`. */
export function modelReferences(tree: FileTree): string[] {
  return modelNames(tree).flatMap((name) => {
    const item = readItem(tree, "model", name);
    const versions = item.versions.map(({ version }) => version).reverse();
    return [...aliasTargets(item).keys(), ...versions.slice(0, mostVersions)].map((ref) => `${name}@${ref}`);
  });
}

/** Aliases of models: those that point at something, and those that have gates. @throws {MlxError} `MLX_INVALID_MODEL`. */
export function modelAliases(tree: FileTree): string[] {
  const aliases = modelNames(tree).flatMap((name) => {
    const item = readItem(tree, "model", name);
    return [...aliasTargets(item).keys(), ...settingsOf(item).gates.keys()];
  });
  return [...new Set(aliases)];
}
