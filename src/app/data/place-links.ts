import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { Target } from "../../data/target.js";
import { pointerPathOf } from "../../data/target.js";
import type { FileEntry, Pointer } from "../../data/types.js";
import { ensureFolder } from "../../workspace/folders.js";
import type { FollowedEntry } from "./follow-links.js";
import type { AddJob } from "./plan-add.js";
import { rememberWritten, type WrittenFiles } from "./remember-written.js";
import type { DataSession } from "./session.js";

interface Placement {
  readonly job: AddJob;
  readonly pointer: Pointer;
  /** Files that were just added to the cache. */
  readonly inserted: readonly FileEntry[];
  /** Files that were reached through links. */
  readonly followed: readonly FollowedEntry[];
}

/**
 * Once pointers and objects are durable: puts real files in the place of followed links, and, where the configuration
 * wants hard or symbolic links, links into the cache in the place of the files just added.
 */
export async function placeLinks(session: DataSession, placements: readonly Placement[]): Promise<void> {
  const placed = placements.flatMap((placement) => {
    const root = join(session.workspace.root, placement.job.path);
    removeLinks(placement, root);
    const files = filesToPlace(session, placement);
    if (files.length === 0) return [];
    const tasks = files.map(({ path, sha256, size, mode }) => ({ path, content: { sha256, size, mode } }));
    return [{ placement, root, tasks }];
  });
  const tasks = placed.flatMap(({ root, tasks }) =>
    tasks.map(({ path, content }) => ({ ...content, target: path === "" ? root : join(root, path) })),
  );
  if (tasks.length === 0) return;
  const options = { within: session.workspace.root, signal: session.app.signal };
  const results = await session.cache.linkOut(tasks, options);
  let start = 0;
  const written = placed.map(({ placement: { job, pointer }, tasks }) => {
    const target: Target = { path: job.path, pointerPath: pointerPathOf(job.path), pointer };
    const own = results.slice(start, start + tasks.length);
    start += tasks.length;
    return { target, removed: [], tasks, results: own, whole: false };
  });
  await rememberWritten(session, written);
  for (const files of written) refuseFailed(files);
}

function removeLinks({ job, followed }: Placement, root: string): void {
  if (job.link) {
    unlinkSync(root);
    if (job.kind === "directory") ensureFolder(root);
    return;
  }
  for (const link of new Set(followed.map((entry) => entry.link))) unlinkSync(join(root, link));
}

function filesToPlace(session: DataSession, { job, inserted, followed }: Placement): readonly FileEntry[] {
  const [first] = session.config.cache.link;
  const linking = first === "hardlink" || first === "symlink";
  return job.link || linking ? [...inserted, ...followed] : followed;
}

function refuseFailed({ target, tasks, results }: WrittenFiles): void {
  for (const [index, result] of results.entries()) {
    if (result.ok) continue;
    const path = tasks[index]?.path ?? "";
    throw new MlxError(
      "MLX_CHECKOUT_INCOMPLETE",
      `${target.path} is added, but ${path || "it"} could not be put in place: ${result.message}`,
      {
        hint: `its bytes are in the cache; bring it back with: mlx data checkout ${target.path}`,
      },
    );
  }
}
