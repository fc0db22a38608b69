import type { FileTree } from "../../core/file-tree.js";
import type { App } from "../app.js";
import { commitTree } from "../prompts/git-trees.js";
import { worktreeTree } from "../prompts/worktree-tree.js";

/** Where the registry is read from: the working tree, or in a bare repository what its branch holds. */
export async function registryTree(app: App): Promise<FileTree> {
  const { root, bare } = await app.workspace();
  return bare ? commitTree(await app.git(), "HEAD") : worktreeTree(root);
}
