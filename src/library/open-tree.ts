import { lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { MlxError } from "../core/errors.js";
import type { FileTree } from "../core/file-tree.js";
import { folderTree } from "../files/folder-tree.js";
import { promptsFolder } from "../prompts/prompt-paths.js";

/**
 * The prompts of the folder that holds `prompts/`: `cwd` or one above it, up to the repository's top if there is one.
 * @param cwd absolute. @throws {MlxError} `MLX_PROMPT_NOT_FOUND`.
 */
export function openTree(cwd: string): FileTree {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (exists(join(folder, promptsFolder))) return folderTree(folder, promptsFolder);
    if (exists(join(folder, ".git")) || dirname(folder) === folder) break;
  }
  throw new MlxError("MLX_PROMPT_NOT_FOUND", `there is no folder ${promptsFolder}/ in ${cwd} or above it`, {
    hint: "name the repository's folder: loadPrompt(reference, { cwd })",
    exitCode: 2,
  });
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
