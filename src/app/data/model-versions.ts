import type { FileTree } from "../../core/file-tree.js";
import { readCanonicalPointer } from "../../data/pointer.js";
import type { Selection } from "../../data/target.js";
import { type BlobRef, readBlobs } from "../../git/blobs.js";
import type { Git } from "../../git/git.js";
import { isFrozenModel } from "../../registry/models/frozen-model.js";
import { registryWorktree } from "../registry/registry-worktree.js";
import type { Failure } from "./objects.js";

/** The files of models' versions, as selections of what is nowhere in the working tree. */
export interface VersionSet {
  readonly selections: readonly Selection[];
  /** Frozen files that cannot be read: the rest of the work goes on. */
  readonly failures: readonly Failure[];
}

/** The versions of a working tree, committed or not. @param root absolute: the repository's top. */
export function workingVersions(root: string): VersionSet {
  const files = frozenFiles(registryWorktree(root));
  return versionSet(files.map(({ path, bytes }) => ({ path, bytes })));
}

/** The frozen files of a tree with their bytes. */
export function frozenFiles(tree: FileTree): { readonly path: string; readonly bytes: Uint8Array }[] {
  return tree.paths.filter(isFrozenModel).flatMap((path) => {
    const bytes = tree.read(path);
    return bytes === undefined ? [] : [{ path, bytes }];
  });
}

/** The versions among blobs of commits, each content once. */
export async function committedVersions(git: Git, refs: readonly BlobRef[]): Promise<VersionSet> {
  const frozen = refs.filter(({ path }) => isFrozenModel(path));
  const contents = await readBlobs(
    git,
    frozen.map(({ blob }) => blob),
  );
  return versionSet(
    frozen.flatMap(({ path, blob }) => {
      const bytes = contents.get(blob);
      return bytes === undefined ? [] : [{ path, bytes }];
    }),
  );
}

function versionSet(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): VersionSet {
  const selections: Selection[] = [];
  const failures: Failure[] = [];
  for (const { path: pointerPath, bytes } of files) {
    const pointer = readCanonicalPointer(Buffer.from(bytes).toString("utf8"));
    const path = versionName(pointerPath);
    if (pointer !== undefined) selections.push({ target: { path, pointerPath, pointer } });
    else
      failures.push({
        path: pointerPath,
        reason: "it is not the list of files that mlx wrote: mlx registry verify says how to mend it",
      });
  }
  return { selections, failures };
}

/** `penguins@3`: what the files of a version are told under. */
function versionName(frozen: string): string {
  const [, name = "", , file = ""] = frozen.split("/");
  return `${name}@${file.replace(/\.yaml$/, "")}`;
}
