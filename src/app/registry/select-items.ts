import type { FileTree } from "../../core/file-tree.js";
import { publishedNames, type RegistryItem, readItem } from "../../registry/read-item.js";
import { requireName } from "../../registry/reference.js";
import { type RegistryNoun, registryNouns } from "../../registry/types.js";
import { isPublished, notPublished } from "./require-item.js";

/**
 * The items of these names, or all of them; a name that a prompt and a model share means both.
 * @param nouns where to look: both, unless somebody asked for one alone.
 * @throws {MlxError} `MLX_REFERENCE` or `MLX_NOT_PUBLISHED`, exit 2.
 */
export function selectItems(
  tree: FileTree,
  names: readonly string[],
  nouns: readonly RegistryNoun[] = registryNouns,
): RegistryItem[] {
  if (names.length === 0) {
    return nouns.flatMap((noun) => publishedNames(tree, noun).map((name) => readItem(tree, noun, name)));
  }
  return [...new Set(names)].flatMap((typed) => {
    const name = requireName(typed, nouns.join(" or "));
    const found = nouns.map((noun) => readItem(tree, noun, name)).filter(isPublished);
    if (found.length === 0) throw notPublished(tree, nouns, name);
    return found;
  });
}
