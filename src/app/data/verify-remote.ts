import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Sha256 } from "../../core/sha256.js";
import { removeTempDir, tempDir } from "../../files/temp-dir.js";
import { downloadAll, type FailedTransfer, uploadAll } from "../../storage/transfer.js";
import { ManifestFetcher } from "./fetch-objects.js";
import { mendFromWorktree } from "./mend-from-worktree.js";
import { neededObjects } from "./objects.js";
import type { OpenedRemote } from "./open-remote.js";
import type { DataSession } from "./session.js";
import { everySelection, type Sources } from "./sources.js";
import type { Damage, VerifyOutcome } from "./verify-cache.js";

/**
 * Reads every object that the pointers need back from a remote. With `repair`, damaged and missing ones are written again
 * from the cache, or the working tree, where the bytes are.
 */
export async function verifyRemote(
  session: DataSession,
  remote: OpenedRemote,
  sources: Sources,
  repair: boolean,
): Promise<VerifyOutcome> {
  const needed = await neededObjects(
    everySelection(sources),
    new ManifestFetcher(session, remote).read,
    sources.objects,
  );
  const objects = [...needed.objects, ...needed.unreadable];
  const paths = new Map<Sha256, string>(objects.map(({ sha256, path }) => [sha256, path]));
  const failed = await readBack(session, remote, paths);
  const found = failed.map(
    ({ sha256, code, label }): Damage => ({ sha256, path: label, problem: problemOf(code) }),
  );
  const damaged = repair && found.length > 0 ? await writeAgain(session, remote, sources, found) : found;
  return { where: `the remote ${remote.name}`, checked: paths.size, damaged, notCached: 0 };
}

function problemOf(code: string): Damage["problem"] {
  if (code === "MLX_CORRUPT_OBJECT") return "corrupt";
  return code === "MLX_OBJECT_MISSING" ? "missing" : "unreadable";
}

/** Downloads each object to a temporary file and lets it go. */
export async function readBack(
  session: DataSession,
  remote: OpenedRemote,
  paths: ReadonlyMap<Sha256, string>,
): Promise<readonly FailedTransfer[]> {
  const folder = tempDir(join(session.workspace.stateDir, "tmp"));
  const progress = session.app.ui.progress(`verifying ${remote.name}`, undefined, "bytes");
  try {
    const outcome = await downloadAll(
      remote.store,
      [...paths].map(([sha256, label]) => ({ sha256, label, target: join(folder, sha256) })),
      {
        signal: session.app.signal,
        onBytes: (count: number) => progress.add(count),
        onDone: (item) => rmSync(item.target, { force: true }),
      },
    );
    return outcome.failed;
  } finally {
    progress.done();
    removeTempDir(folder);
  }
}

async function writeAgain(
  session: DataSession,
  remote: OpenedRemote,
  sources: Sources,
  found: readonly Damage[],
): Promise<Damage[]> {
  const { cache } = session;
  const uncached = found.filter(({ sha256 }) => !cache.has(sha256));
  await mendFromWorktree(session, sources, new Set(uncached.map(({ sha256 }) => sha256)));
  const held = cache.hasMany(found);
  const outcome = await uploadAll(
    remote.store,
    found
      .filter(({ sha256 }) => held.has(sha256))
      .map(({ sha256, path }) => ({
        sha256,
        label: path ?? sha256,
        path: cache.pathOf(sha256),
        size: cache.sizeOf(sha256) ?? 0,
        overwrite: true,
      })),
    { signal: session.app.signal },
  );
  const lost = new Set(outcome.failed.map(({ sha256 }) => sha256));
  return found.map((item) =>
    held.has(item.sha256) && !lost.has(item.sha256) ? { ...item, repaired: "from the local copy" } : item,
  );
}
