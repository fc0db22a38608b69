import type { FileTree } from "../core/file-tree.js";
import { publishedNames } from "../registry/read-item.js";
import { promptNames } from "./prompt-paths.js";

/** The prompts of a tree: those that have a working copy, then those that have published versions alone. */
export function allPromptNames(tree: FileTree): string[] {
  return [...new Set([...promptNames(tree), ...publishedNames(tree, "prompt")])];
}
