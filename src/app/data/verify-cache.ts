import { relative } from "node:path";
import type { VerifyReport } from "../../cache/object-cache.js";
import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { fetchAll } from "./fetch-objects.js";
import { cachedManifests } from "./listing.js";
import { mendFromWorktree } from "./mend-from-worktree.js";
import { type NeededObject, neededObjects } from "./objects.js";
import { openRemote } from "./open-remote.js";
import type { DataSession } from "./session.js";
import { everySelection, type Sources } from "./sources.js";

/** An object whose bytes are not what its name says, or that is gone. */
export interface Damage {
  readonly sha256: Sha256;
  /** A tracked path that needs it, if one does. */
  readonly path?: string;
  readonly problem: "corrupt" | "unreadable" | "missing";
  /** How it was mended: `from the working tree`, `from the remote origin`. */
  readonly repaired?: string;
  /** Where the damaged bytes are now. */
  readonly quarantine?: string;
}

export interface VerifyOutcome {
  readonly where: string;
  readonly checked: number;
  readonly damaged: readonly Damage[];
  /** Objects that the pointers need and the cache does not hold: no damage, but nothing to verify either. */
  readonly notCached: number;
}

/**
 * Reads cached objects again. Damaged ones go to quarantine; with `repair` they are made anew from the working tree where
 * its file still has the bytes, else from the default remote.
 * @param options.whole every object of the cache, not only what the pointers need.
 */
export async function verifyCache(
  session: DataSession,
  sources: Sources,
  options: { readonly whole: boolean; readonly repair: boolean },
): Promise<VerifyOutcome> {
  const needed = await neededObjects(
    everySelection(sources),
    cachedManifests(session.cache),
    sources.objects,
  );
  const byDigest = new Map(needed.objects.map((object) => [object.sha256, object]));
  const report = await readAll(session, options.whole ? undefined : [...byDigest.keys()]);
  // A manifest that was damaged went to quarantine when it was read for what it lists.
  const manifests = needed.unreadable.filter(({ error }) => error.code === "MLX_CORRUPT_OBJECT");
  const found = [
    ...manifests.map((object): Damage => describe(session, object, object.sha256, "corrupt")),
    ...report.corrupt.map((sha256): Damage => describe(session, byDigest.get(sha256), sha256, "corrupt")),
    ...report.unreadable.map(
      ({ sha256 }): Damage => describe(session, byDigest.get(sha256), sha256, "unreadable"),
    ),
  ];
  const damaged = options.repair && found.length > 0 ? await repair(session, sources, found) : found;
  const corrupt = new Set(report.corrupt);
  const absent = needed.objects.filter(({ sha256 }) => !session.cache.has(sha256) && !corrupt.has(sha256));
  const notCached = absent.length + needed.unreadable.length - manifests.length;
  return { where: "the cache", checked: report.checked + manifests.length, damaged, notCached };
}

async function readAll(session: DataSession, digests: readonly Sha256[] | undefined): Promise<VerifyReport> {
  const progress = session.app.ui.progress("verifying the cache", undefined, "bytes");
  try {
    const onBytes = (count: number) => progress.add(count);
    return await session.cache.verify(digests, { signal: session.app.signal, onBytes });
  } finally {
    progress.done();
  }
}

function describe(
  session: DataSession,
  object: NeededObject | undefined,
  sha256: Sha256,
  problem: Damage["problem"],
): Damage {
  const folder = relative(session.workspace.root, session.cache.quarantineDir);
  return {
    sha256,
    problem,
    ...(object && { path: object.path }),
    ...(problem === "corrupt" && {
      quarantine: folder.startsWith("..") ? session.cache.quarantineDir : folder,
    }),
  };
}

/** Makes damaged objects anew: from the working tree where a file still has the bytes, else from the default remote. */
async function repair(session: DataSession, sources: Sources, found: readonly Damage[]): Promise<Damage[]> {
  const mended = new Map<Sha256, string>();
  const wanted = new Set(found.map(({ sha256 }) => sha256));
  for (const sha256 of await mendFromWorktree(session, sources, wanted))
    mended.set(sha256, "from the working tree");
  const rest = found.filter(({ sha256 }) => !mended.has(sha256));
  if (rest.length > 0) await mendFromRemote(session, rest, mended);
  return found.map((item) => {
    const repaired = mended.get(item.sha256);
    return repaired === undefined ? item : { ...item, repaired };
  });
}

/** A remote that cannot be used is told, and keeps nothing else from being told. */
async function mendFromRemote(
  session: DataSession,
  rest: readonly Damage[],
  mended: Map<Sha256, string>,
): Promise<void> {
  try {
    const remote = await openRemote(session.app, undefined, { create: false });
    const objects = rest.map(({ sha256, path }) => ({ sha256, path: path ?? sha256 }));
    const lost = new Set((await fetchAll(session, remote, objects)).failed.map(({ sha256 }) => sha256));
    for (const { sha256 } of rest)
      if (!lost.has(sha256)) mended.set(sha256, `from the remote ${remote.name}`);
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    if (error.code !== "MLX_NO_REMOTE")
      session.app.ui.warn(`nothing could be repaired from the remote: ${error.message}`, error.hint);
  }
}
