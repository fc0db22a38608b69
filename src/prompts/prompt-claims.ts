import type { FileTree } from "../core/file-tree.js";
import { promptNameOf } from "./prompt-paths.js";
import { readPrompt } from "./read-prompt.js";

/** Front matter this far from the top is looked through for a name; the rest of a file costs nothing. */
const lookedAt = 64 * 1024;

/**
 * The files of prompts whose front matter gives this name, whatever their folder is called. Only those that look as if they
 * did are read closely, so that a thousand prompts take no time.
 */
export async function claimantsOf(tree: FileTree, name: string): Promise<string[]> {
  const files: string[] = [];
  for (const path of tree.paths) {
    if (promptNameOf(path) === undefined) continue;
    const bytes = tree.read(path);
    if (bytes === undefined || !mayClaim(bytes, name)) continue;
    if ((await readPrompt(tree, path))?.name === name) files.push(path);
  }
  return files;
}

function mayClaim(bytes: Uint8Array, name: string): boolean {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, lookedAt));
  return head.includes("name") && head.includes(name);
}
