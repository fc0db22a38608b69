import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { namesHint } from "../../core/suggest.js";
import { itemFolder } from "../../registry/paths.js";
import { publishedNames, type RegistryItem, readItem } from "../../registry/read-item.js";
import { requireName } from "../../registry/reference.js";
import type { RegistryNoun } from "../../registry/types.js";

/**
 * What the registry holds under a name.
 * @throws {MlxError} `MLX_REFERENCE` or `MLX_NOT_PUBLISHED`, exit 2.
 */
export function requireItem(tree: FileTree, noun: RegistryNoun, typed: string): RegistryItem {
  const name = requireName(typed);
  const item = readItem(tree, noun, name);
  if (item.versions.length + item.events.length + item.aliases.length > 0) return item;
  throw notPublished(tree, noun, name);
}

function notPublished(tree: FileTree, noun: RegistryNoun, name: string): MlxError {
  return new MlxError("MLX_NOT_PUBLISHED", `no version of the ${noun} ${name} has been published`, {
    hint: whatInstead(tree, noun, name),
    exitCode: 2,
  });
}

function whatInstead(tree: FileTree, noun: RegistryNoun, name: string): string {
  if (tree.paths.some((path) => path.startsWith(`${itemFolder(noun, name)}/`))) {
    return `publish one: mlx ${noun} publish ${name}`;
  }
  const known = publishedNames(tree, noun);
  if (known.length === 0) return `nothing has been published here yet: mlx ${noun} publish NAME`;
  return namesHint(name, known, known.length === 1 ? "published is" : "published are");
}
