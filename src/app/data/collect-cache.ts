import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { type GcPlan, planGc, type StoredSize } from "../../data/plan-gc.js";
import { sweepTempDirs } from "../../files/temp-dir.js";
import { cacheUsers } from "./cache-users.js";
import { ManifestFetcher, manifestsOrFetch } from "./fetch-objects.js";
import { type KeepSets, readKeepSets } from "./keep-set.js";
import type { ManifestReader } from "./listing.js";
import { type OpenedRemote, openRemote } from "./open-remote.js";
import { keptByRuns } from "./run-objects.js";
import type { DataSession } from "./session.js";

/** Plans, and with `apply` does, the garbage collection of the cache. The caller holds its lock. */
export async function collectCache(
  session: DataSession,
  apply: boolean,
): Promise<{ plan: GcPlan; freed: number }> {
  const { keep, history } = await neededByAll(session);
  const objects = session.cache.list();
  if (objects.length > 0 && keep.size === 0) throw emptyKeepSet("the cache");
  const older = objects.filter(({ sha256 }) => !keep.has(sha256) && history.has(sha256));
  const plan = planGc(objects, keep, history, await onRemote(session, older));
  if (apply) sweepTempDirs(join(session.cache.root, "tmp"));
  const freed = apply ? session.cache.remove(plan.remove.map(({ sha256 }) => sha256)) : 0;
  return { plan, freed };
}

export function emptyKeepSet(where: string): MlxError {
  return new MlxError(
    "MLX_GC_REFUSED",
    `no pointer and no run was found anywhere, so everything in ${where} would go`,
    {
      hint: "if that is what you want, remove it by hand; otherwise check that you are in the right repository",
    },
  );
}

/** What this repository needs, and every other one that shares the cache. */
async function neededByAll(session: DataSession): Promise<KeepSets> {
  const { workspace, app } = session;
  const own = { root: workspace.root, commonDir: workspace.commonDir, bare: workspace.bare };
  const others = cacheUsers(session.cache.root);
  const keep = new Set<Sha256>();
  const history = new Set<Sha256>();
  const read = manifestsFromAnywhere(session);
  for (const digest of await keptByRuns(workspace.sharedDir, "all")) keep.add(digest);
  const foreign = others.filter(({ commonDir }) => commonDir !== own.commonDir);
  for (const { root } of foreign)
    for (const digest of await keptByRuns(join(root, ".mlx"), "all")) keep.add(digest);
  for (const repository of [own, ...foreign]) {
    const sets = await readKeepSets(app, repository, read);
    for (const digest of sets.keep) keep.add(digest);
    for (const digest of sets.history) history.add(digest);
  }
  return { keep, history };
}

/** Reads manifests from the cache or a remote, the default one if none is given; one that is nowhere makes collection refuse. */
export function manifestsFromAnywhere(session: DataSession, remote?: OpenedRemote): ManifestReader {
  const read = remote ? new ManifestFetcher(session, remote).read : manifestsOrFetch(session);
  return async (sha256) => {
    try {
      return await read(sha256);
    } catch (error) {
      if (!(error instanceof MlxError)) throw error;
      throw new MlxError(
        "MLX_GC_REFUSED",
        `a list of files that pointers name cannot be read (${error.message})`,
        {
          hint: "without it nothing is safe to remove; bring it first: mlx data fetch --all-branches --all-tags",
          cause: error,
        },
      );
    }
  };
}

/** Those of the objects that the default remote holds; none if there is no remote or it cannot be reached. */
async function onRemote(session: DataSession, objects: readonly StoredSize[]): Promise<ReadonlySet<Sha256>> {
  if (objects.length === 0) return new Set();
  try {
    const remote = await openRemote(session.app, undefined, { create: false });
    return await remote.store.existing(
      objects.map(({ sha256 }) => sha256),
      session.app.signal,
    );
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    session.app.ui.detail(`older commits' objects stay: ${error.message}`);
    return new Set();
  }
}
