import type { Sha256 } from "../../core/sha256.js";
import { planPush } from "../../data/plan-push.js";
import { readCandidates } from "../../storage/garbage-candidates.js";
import { uploadAll } from "../../storage/transfer.js";
import { heapKeeper } from "../heap-keeper.js";
import { fetchAll, ManifestFetcher } from "./fetch-objects.js";
import {
  type Failure,
  manifestFailure,
  type NeededObject,
  neededObjects,
  requireMatched,
} from "./objects.js";
import type { OpenedRemote } from "./open-remote.js";
import type { DataSession } from "./session.js";
import { everySelection, type Sources } from "./sources.js";

export interface PushOptions {
  readonly dryRun: boolean;
  readonly jobs?: number;
}

export interface PushOutcome {
  /** Objects sent, or to be sent in a dry run. */
  readonly uploaded: number;
  /** Objects that the store had already. */
  readonly present: number;
  /** Bytes sent, or to be sent. */
  readonly bytes: number;
  readonly failed: readonly Failure[];
}

/** Sends what the store lacks of what these pointers need; one bad object does not keep the others from travelling. */
export async function pushObjects(
  session: DataSession,
  remote: OpenedRemote,
  sources: Sources,
  options: PushOptions,
): Promise<PushOutcome> {
  const needed = await neededObjects(
    everySelection(sources),
    new ManifestFetcher(session, remote).read,
    sources.objects,
  );
  requireMatched(needed);
  const unreadable = needed.unreadable.map(manifestFailure);
  const outcome = await pushNeeded(session, remote, needed.objects, options);
  return { ...outcome, failed: [...sources.failures, ...unreadable, ...outcome.failed] };
}

/** Sends what the store lacks of these objects, manifests last. */
export async function pushNeeded(
  session: DataSession,
  remote: OpenedRemote,
  objects: readonly NeededObject[],
  options: PushOptions,
): Promise<PushOutcome> {
  const { signal } = session.app;
  // Read first: a collection that ends meanwhile replaces the list once it has removed what the old one names.
  const condemned = await readCandidates(remote.store, signal);
  const digests = objects.map((object) => object.sha256);
  const stored = await remote.store.existing(digests, signal);
  const plan = planPush(objects, stored, session.cache.hasMany(objects), condemned);
  const failures = plan.absent.map(notCached);
  const upload = [...plan.upload, ...plan.rescue];
  if (options.dryRun)
    return { uploaded: upload.length, present: plan.present, bytes: plan.bytes, failed: failures };
  const rescued = await fetchAll(session, remote, plan.rescue, options.jobs);
  const sent = await send(session, remote, { upload, bytes: plan.bytes, condemned }, options.jobs);
  const lost = new Set(rescued.failed.map(({ sha256 }) => sha256));
  const failed = sent.failed.filter(({ sha256 }) => sha256 === undefined || !lost.has(sha256));
  return {
    ...sent,
    present: plan.present + sent.present,
    failed: [...failures, ...rescued.failed, ...failed],
  };
}

interface Sending {
  readonly upload: readonly NeededObject[];
  readonly bytes: number;
  /** Written even if the store holds them. */
  readonly condemned: ReadonlySet<Sha256>;
}

/** Files first, manifests once they are there. */
async function send(
  session: DataSession,
  remote: OpenedRemote,
  { upload, bytes, condemned }: Sending,
  jobs: number | undefined,
): Promise<PushOutcome> {
  const progress = session.app.ui.progress(`pushing to ${remote.name}`, bytes, "bytes");
  const keepHeap = heapKeeper();
  const total = { uploaded: 0, present: 0, bytes: 0 };
  const failed: Failure[] = [];
  for (const manifests of [false, true]) {
    const objects = upload.filter((object) => object.manifest === manifests);
    const result = await uploadAll(
      remote.store,
      objects.map(({ sha256, path, size }) => ({
        sha256,
        label: path,
        path: session.cache.pathOf(sha256),
        size: size ?? session.cache.sizeOf(sha256) ?? 0,
        overwrite: condemned.has(sha256),
      })),
      {
        signal: session.app.signal,
        onBytes: (count: number) => progress.add(count),
        onDone: keepHeap,
        ...(jobs !== undefined && { jobs }),
      },
    );
    total.uploaded += result.uploaded;
    total.present += result.present;
    total.bytes += result.bytes;
    for (const { sha256, label, reason, code } of result.failed) {
      const place = code === "MLX_CORRUPT_OBJECT" ? session.cache.quarantine(sha256) : undefined;
      failed.push({ path: label, sha256, reason: place === undefined ? reason : damaged(place) });
    }
  }
  progress.done();
  return { ...total, failed };
}

function damaged(place: string): string {
  return `its local copy is damaged and was not sent; it is kept as ${place}`;
}

function notCached({ path, sha256 }: NeededObject): Failure {
  return { path, sha256, reason: "its bytes are neither in the cache nor on the remote" };
}
