import type { FileTree } from "../../core/file-tree.js";
import { publishedNames, type RegistryItem, readItem } from "../../registry/read-item.js";
import { requireItem } from "./require-item.js";

/**
 * The items of these names, or all of them.
 * @throws {MlxError} `MLX_REFERENCE` or `MLX_NOT_PUBLISHED`, exit 2.
 */
export function selectItems(tree: FileTree, names: readonly string[]): RegistryItem[] {
  if (names.length > 0) return [...new Set(names)].map((name) => requireItem(tree, "prompt", name));
  return publishedNames(tree, "prompt").map((name) => readItem(tree, "prompt", name));
}
