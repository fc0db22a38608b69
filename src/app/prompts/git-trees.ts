import type { FileTree } from "../../core/file-tree.js";
import { sortByBytes } from "../../files/walk.js";
import { readBlobs } from "../../git/blobs.js";
import type { Git } from "../../git/git.js";
import { promptsFolder } from "../../prompts/prompt-paths.js";

/** The files below `prompts/` as they are staged; of a file in conflict, our side. */
export async function indexTree(git: Git): Promise<FileTree> {
  const items = await git.list(["ls-files", "--stage", "-z", "--full-name", "--", `:(top)${promptsFolder}`]);
  const blobs = new Map<string, string>();
  for (const item of items) {
    const match = /^(\d+) ([0-9a-f]+) ([0-3])\t([\s\S]+)$/.exec(item);
    const [, mode = "", blob = "", stage = "", path = ""] = match ?? [];
    if (isRegular(mode) && (stage === "0" || stage === "2")) blobs.set(path, blob);
  }
  return blobTree(git, blobs);
}

/** The files below `prompts/` of a commit. @param folders others than that one. */
export async function commitTree(
  git: Git,
  commit: string,
  folders: readonly string[] = [promptsFolder],
): Promise<FileTree> {
  const wanted = folders.map((folder) => `${folder}/`);
  const items = await git.list(["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...wanted]);
  const blobs = new Map<string, string>();
  for (const item of items) {
    const [, mode = "", blob = "", path = ""] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]+)$/.exec(item) ?? [];
    if (isRegular(mode)) blobs.set(path, blob);
  }
  return blobTree(git, blobs);
}

function isRegular(mode: string): boolean {
  return mode === "100644" || mode === "100755";
}

/** All bytes at once: to start git costs more than to read some hundred prompts. */
async function blobTree(git: Git, blobs: ReadonlyMap<string, string>): Promise<FileTree> {
  const contents = await readBlobs(git, blobs.values());
  const paths = sortByBytes([...blobs.keys()]);
  return { paths, read: (path) => contents.get(blobs.get(path) ?? "") };
}
