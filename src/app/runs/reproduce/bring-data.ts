import { MlxError } from "../../../core/errors.js";
import { formatCount } from "../../../core/format-bytes.js";
import type { Selection } from "../../../data/target.js";
import type { Obstacle } from "../../../runs/reproducible.js";
import type { RunContext } from "../../../runs/types.js";
import { requireValid } from "../../../workspace/pointer-files.js";
import { checkoutTargets } from "../../data/apply-checkout.js";
import { fetchObjects } from "../../data/fetch-objects.js";
import { cachedManifests } from "../../data/listing.js";
import { type Failure, neededObjects } from "../../data/objects.js";
import { openRemote } from "../../data/open-remote.js";
import { type DataSession, workingPointers } from "../../data/session.js";

const push = "someone who has the bytes needs to push them: mlx data push";

/**
 * Checks out the data that the pointers of a worktree name, save what the run did without, fetching what the cache lacks from a remote.
 * @param session of that worktree.
 * @returns what could not be had.
 */
export async function bringData(
  session: DataSession,
  { data }: RunContext,
  remote: string | undefined,
): Promise<Obstacle[]> {
  const targets = requireValid(await workingPointers(session));
  const unneeded = new Set(data?.missing);
  const selections = targets.filter(({ path }) => !unneeded.has(path)).map((target) => ({ target }));
  const missing = await countMissing(session, selections);
  const unfetched = missing > 0 ? await fetchMissing(session, selections, missing, remote) : [];
  if (unfetched.length > 0) return unfetched;
  const outcomes = await checkoutTargets(session, selections, { force: false, dryRun: false });
  session.statCache.save();
  return outcomes.flatMap(({ path, kept, failed }) =>
    [...kept, ...failed].map((item) => ({
      reason: `${item.path === "" || item.path === path ? path : `${path}/${item.path}`}: ${item.reason}`,
    })),
  );
}

/** How many objects of these pointers the cache lacks; a manifest that cannot be read counts as one. */
export async function countMissing(session: DataSession, selections: readonly Selection[]): Promise<number> {
  const { objects, unreadable } = await neededObjects(selections, cachedManifests(session.cache));
  return objects.length - session.cache.hasMany(objects).size + unreadable.length;
}

async function fetchMissing(
  session: DataSession,
  selections: readonly Selection[],
  missing: number,
  name: string | undefined,
): Promise<Obstacle[]> {
  try {
    const remote = await openRemote(session.app, name, { create: false });
    const { failed } = await fetchObjects(session, remote, { selections, failures: [] }, { dryRun: false });
    return failed.map(asObstacle);
  } catch (error) {
    if (!(error instanceof MlxError) || error.code !== "MLX_NO_REMOTE") throw error;
    const reason = `the cache lacks ${formatCount(missing)} of the data's objects, and ${error.message}`;
    return [{ reason, ...(error.hint !== undefined && { hint: error.hint }) }];
  }
}

function asObstacle({ path, reason }: Failure): Obstacle {
  return { reason: `${path}: ${reason}`, hint: push };
}
