import type { FileTree } from "../../core/file-tree.js";
import type { RegistryNoun } from "../../registry/types.js";
import type { App } from "../app.js";
import { commitTree } from "../prompts/git-trees.js";
import { registryFolders, registryWorktree } from "./registry-worktree.js";

/**
 * Where the registry is read from: the working tree, or in a bare repository what its branch holds.
 * @param noun whose files are wanted; those of all nouns if none is named.
 */
export async function registryTree(app: App, noun?: RegistryNoun): Promise<FileTree> {
  const { root, bare } = await app.workspace();
  const nouns = noun && [noun];
  if (bare) return commitTree(await app.git(), "HEAD", registryFolders(nouns));
  return registryWorktree(root, nouns);
}
