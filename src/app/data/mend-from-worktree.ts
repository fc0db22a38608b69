import { join } from "node:path";
import type { Sha256 } from "../../core/sha256.js";
import { cachedManifests, entriesOf } from "./listing.js";
import type { DataSession } from "./session.js";
import type { Sources } from "./sources.js";

/**
 * Puts objects into the cache again from files of the working tree that still have their bytes.
 * @returns those for which there was such a file.
 */
export async function mendFromWorktree(
  session: DataSession,
  sources: Sources,
  wanted: ReadonlySet<Sha256>,
): Promise<ReadonlySet<Sha256>> {
  const tasks = await filesOf(session, sources, wanted);
  const results = await session.cache.insertFiles(tasks, { signal: session.app.signal });
  return new Set(
    results.flatMap((result, index) =>
      result.ok && result.sha256 === tasks[index]?.expected ? [result.sha256] : [],
    ),
  );
}

/** Every file that should hold one of these objects: where one was changed, another may not be. */
async function filesOf(
  session: DataSession,
  { selections }: Sources,
  wanted: ReadonlySet<Sha256>,
): Promise<{ source: string; expected: Sha256 }[]> {
  if (session.workspace.bare) return [];
  const tasks: { source: string; expected: Sha256 }[] = [];
  for (const { target, under } of selections) {
    const onUnreadable = () => undefined;
    const entries = await entriesOf(target.pointer, cachedManifests(session.cache), { under, onUnreadable });
    for (const { path, sha256 } of entries)
      if (wanted.has(sha256))
        tasks.push({ source: join(session.workspace.root, target.path, path), expected: sha256 });
  }
  return tasks;
}
