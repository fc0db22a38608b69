import { MlxError } from "../../core/errors.js";
import { fewOf } from "../../core/few-of.js";
import { countOf } from "../../core/format-bytes.js";
import type { Sha256 } from "../../core/sha256.js";
import { displayPath } from "../../core/visible-text.js";
import { fetchAll } from "../data/fetch-objects.js";
import { openRemote } from "../data/open-remote.js";
import type { DataSession } from "../data/session.js";

/** An object that the cache is to hold. */
interface Wanted {
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
}

/**
 * Sees to it that the cache holds these files: fetches what it lacks, from the default remote if none is named.
 * @throws {MlxError} `MLX_NOT_CACHED` where there is no remote to fetch from; `MLX_TRANSFER_INCOMPLETE` naming what could not be fetched.
 */
export async function bringBytes(
  session: DataSession,
  files: readonly Wanted[],
  remoteName?: string,
): Promise<void> {
  const { cache, app } = session;
  const there = cache.hasMany(files);
  const missing = [
    ...new Map(files.filter(({ sha256 }) => !there.has(sha256)).map((it) => [it.sha256, it])).values(),
  ];
  const [first] = missing;
  if (first === undefined) return;
  if (remoteName === undefined && Object.keys(session.config.remotes).length === 0) {
    const named = missing.map(({ path }) => displayPath(path));
    throw new MlxError(
      "MLX_NOT_CACHED",
      `${fewOf(named, 1)}: the bytes (sha256 ${first.sha256.slice(0, 12)}…) are not in the cache`,
      { hint: "there is no remote to fetch them from; add the one that has them: mlx remote add origin URL" },
    );
  }
  const remote = await openRemote(app, remoteName, { create: false });
  // What is there with another size is damaged: it goes to quarantine before the good bytes take its place.
  await cache.verify(missing.flatMap(({ sha256 }) => (cache.has(sha256) ? [sha256] : [])));
  const { failed } = await fetchAll(session, remote, missing);
  if (failed.length === 0) return;
  const named = failed
    .slice(0, 5)
    .map(({ path, sha256, reason }) => `${displayPath(path)} (sha256 ${sha256.slice(0, 12)}…): ${reason}`);
  throw new MlxError(
    "MLX_TRANSFER_INCOMPLETE",
    `${countOf(failed.length, "file")} could not be fetched from ${remote.name}: ${named.join("; ")}`,
    {
      hint: "whoever has the bytes can send them, mlx data push, or write damaged ones again: mlx data verify --remote --repair",
    },
  );
}
