import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { readWorkingPointers } from "../../workspace/pointer-files.js";
import type { App } from "../app.js";
import { cachedManifests, entriesOf } from "../data/listing.js";

/** A file that a pointer of the working tree stands for. */
export interface TrackedFile {
  /** Absolute: where it is when it is checked out. */
  readonly path: string;
  /** Absolute: the pointer. */
  readonly pointer: string;
  readonly sha256: Sha256;
  /** Absolute: its bytes in the cache; undefined where the cache lacks them. */
  readonly cached: string | undefined;
}

/** Every file that is tracked here; none outside of a repository. A folder whose list is not in the cache stands for itself. */
export async function trackedFiles(app: App): Promise<TrackedFile[]> {
  try {
    const [workspace, git, cache] = await Promise.all([app.workspace(), app.git(), app.cache()]);
    if (workspace.bare) return [];
    const { targets } = await readWorkingPointers(workspace.root, git);
    const files: TrackedFile[] = [];
    for (const { path, pointerPath, pointer } of targets) {
      const [data, pointerFile] = [join(workspace.root, path), join(workspace.root, pointerPath)];
      const entries = await entriesOf(pointer, cachedManifests(cache), {
        onUnreadable: (sha256) => files.push({ path: data, pointer: pointerFile, sha256, cached: undefined }),
      });
      for (const { path: part, sha256, size } of entries) {
        const cached = cache.has(sha256, size) ? cache.pathOf(sha256) : undefined;
        files.push({ path: part === "" ? data : join(data, part), pointer: pointerFile, sha256, cached });
      }
    }
    return files;
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_NOT_A_REPOSITORY") return [];
    throw error;
  }
}
