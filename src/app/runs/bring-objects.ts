import type { ObjectCache } from "../../cache/object-cache.js";
import { MlxError } from "../../core/errors.js";
import { fewOf } from "../../core/few-of.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";
import type { ContentObject } from "../../runs/exchange/content-objects.js";
import type { App } from "../app.js";

/**
 * Sees to it that the cache holds these objects: fetches what it lacks from a remote, the default one if none is named.
 * @returns the cache, held against garbage collection until the command ends.
 * @throws {MlxError} `MLX_NOT_CACHED` where there is no remote to fetch from; `MLX_TRANSFER_INCOMPLETE` naming what could not be fetched.
 */
export async function bringObjects(
  app: App,
  objects: readonly ContentObject[],
  remoteName?: string,
): Promise<ObjectCache> {
  const { openDataSession } = await import("../data/session.js");
  const session = await openDataSession(app, { command: "runs get", cacheLock: "shared", bare: true });
  const { cache } = session;
  const there = cache.hasMany(objects);
  const missing = [
    ...new Map(objects.filter(({ sha256 }) => !there.has(sha256)).map((it) => [it.sha256, it])).values(),
  ];
  if (missing.length === 0) return cache;
  if (remoteName === undefined && Object.keys(session.config.remotes).length === 0) throw nowhere(missing);
  const [{ openRemote }, { fetchAll }] = await Promise.all([
    import("../data/open-remote.js"),
    import("../data/fetch-objects.js"),
  ]);
  const remote = await openRemote(app, remoteName, { create: false });
  // What is there with another size is damaged: it goes to quarantine before the good bytes take its place.
  await cache.verify(missing.flatMap(({ sha256 }) => (cache.has(sha256) ? [sha256] : [])));
  const { failed } = await fetchAll(
    session,
    remote,
    missing.map(({ label, ...object }) => ({ ...object, path: displayPath(label) })),
  );
  if (failed.length === 0) return cache;
  const named = failed.slice(0, 5).map(({ path, reason }) => `${path}: ${reason}`);
  throw new MlxError(
    "MLX_TRANSFER_INCOMPLETE",
    `${countOf(failed.length, "object")} could not be fetched from ${remote.name}: ${named.join("; ")}`,
    { hint: "whoever recorded the run needs to push its files: mlx data push" },
  );
}

function nowhere(missing: readonly ContentObject[]): MlxError {
  const named = missing.map(({ label }) => displayPath(label));
  return new MlxError("MLX_NOT_CACHED", `${fewOf(named, 1)} of the run: the bytes are not in the cache`, {
    hint: "there is no remote to fetch them from; add the one that has them: mlx remote add origin URL",
  });
}
