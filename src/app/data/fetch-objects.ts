import type { Sha256 } from "../../core/sha256.js";
import { downloadAll } from "../../storage/transfer.js";
import { heapKeeper } from "../heap-keeper.js";
import { cachedManifests, isMissingManifest, type ManifestReader } from "./listing.js";
import {
  type Failure,
  manifestFailure,
  type NeededObject,
  neededObjects,
  requireMatched,
} from "./objects.js";
import { type OpenedRemote, openRemote } from "./open-remote.js";
import type { DataSession } from "./session.js";
import { everySelection, type Sources } from "./sources.js";

export interface FetchOutcome {
  /** Objects fetched, or to be fetched in a dry run. */
  readonly fetched: number;
  /** Objects that the cache had already. */
  readonly present: number;
  /** Bytes fetched; in a dry run those to be fetched, as far as sizes are known. */
  readonly bytes: number;
  readonly failed: readonly Failure[];
}

/** Brings what these pointers need, and the cache lacks, from a remote into the cache. */
export async function fetchObjects(
  session: DataSession,
  remote: OpenedRemote,
  sources: Sources,
  options: { readonly dryRun: boolean; readonly jobs?: number },
): Promise<FetchOutcome> {
  const manifests = new ManifestFetcher(session, remote);
  const needed = await neededObjects(everySelection(sources), manifests.read, sources.objects);
  requireMatched(needed);
  const cached = session.cache.hasMany(needed.objects);
  const missing = needed.objects.filter((object) => !cached.has(object.sha256));
  const present = needed.objects.length - missing.length - manifests.fetched;
  const bytes = missing.reduce((sum, object) => sum + (object.size ?? 0), 0);
  const failures = [...sources.failures, ...needed.unreadable.map(manifestFailure)];
  if (options.dryRun) return { fetched: missing.length, present, bytes, failed: failures };
  // What is there with another size is damaged: it goes to quarantine before the good bytes take its place.
  await session.cache.verify(missing.flatMap(({ sha256 }) => (session.cache.has(sha256) ? [sha256] : [])));
  const got = await fetchAll(session, remote, missing, options.jobs);
  return {
    fetched: got.fetched + manifests.fetched,
    present,
    bytes: got.bytes + manifests.bytes,
    failed: [...failures, ...got.failed],
  };
}

export interface FetchedAll {
  readonly fetched: number;
  readonly bytes: number;
  readonly failed: readonly Required<Failure>[];
}

/** Downloads objects into the cache, on disk before it returns. */
export async function fetchAll(
  session: DataSession,
  remote: OpenedRemote,
  objects: readonly Pick<NeededObject, "sha256" | "size" | "path">[],
  jobs?: number,
): Promise<FetchedAll> {
  const bytes = objects.reduce((sum, object) => sum + (object.size ?? 0), 0);
  const progress = session.app.ui.progress(`fetching from ${remote.name}`, bytes, "bytes");
  const keepHeap = heapKeeper();
  const result = await downloadAll(
    remote.store,
    objects.map(({ sha256, size, path }) => ({
      sha256,
      label: path,
      target: session.cache.tempFor(sha256),
      ...(size !== undefined && { size }),
    })),
    {
      signal: session.app.signal,
      onBytes: (count: number) => progress.add(count),
      onDone: (item) => {
        session.cache.adopt(item.sha256, item.target);
        keepHeap();
      },
      ...(jobs !== undefined && { jobs }),
    },
  );
  progress.done();
  await session.cache.flush();
  return {
    fetched: result.downloaded,
    bytes: result.bytes,
    failed: result.failed.map(({ sha256, label, reason }) => ({ sha256, path: label, reason })),
  };
}

/** Reads manifests from the cache, fetching those that it lacks. */
export class ManifestFetcher {
  fetched = 0;
  bytes = 0;

  constructor(
    private readonly session: DataSession,
    private readonly remote: OpenedRemote,
  ) {}

  readonly read: ManifestReader = async (sha256) => {
    const cached = cachedManifest(this.session, sha256);
    if (cached !== undefined) return cached;
    const { cache, app } = this.session;
    const target = cache.tempFor(sha256);
    const { size } = await this.remote.store.get(sha256, target, { signal: app.signal });
    cache.adopt(sha256, target);
    this.fetched++;
    this.bytes += size;
    return cachedManifests(cache)(sha256);
  };
}

/** `undefined` if the cache does not hold the manifest, or held it damaged and has it in quarantine now. */
function cachedManifest(session: DataSession, sha256: Sha256): string | undefined {
  if (!session.cache.has(sha256)) return undefined;
  try {
    return session.cache.readBytes(sha256).toString("utf8");
  } catch (error) {
    if (isMissingManifest(error)) return undefined;
    throw error;
  }
}

/** Reads manifests from the cache; the first that it lacks opens the default remote. */
export function manifestsOrFetch(session: DataSession): ManifestReader {
  let fetcher: Promise<ManifestFetcher> | undefined;
  return async (sha256) => {
    const cached = cachedManifest(session, sha256);
    if (cached !== undefined) return cached;
    fetcher ??= openRemote(session.app, undefined, { create: false }).then(
      (remote) => new ManifestFetcher(session, remote),
    );
    return (await fetcher).read(sha256);
  };
}
