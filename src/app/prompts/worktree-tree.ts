import type { FileTree } from "../../core/file-tree.js";
import { folderTree } from "../../files/folder-tree.js";
import { promptsFolder } from "../../prompts/prompt-paths.js";

/** The files below `prompts/` of a working tree, listed when first asked for. @param root absolute. */
export function worktreeTree(root: string): FileTree {
  return folderTree(root, promptsFolder);
}
