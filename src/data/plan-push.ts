import type { Sha256 } from "../core/sha256.js";

interface Candidate {
  readonly sha256: Sha256;
  readonly size?: number;
}

export interface PushPlan<T extends Candidate> {
  /** Objects to send; files before manifests, as they were given. */
  readonly upload: readonly T[];
  /** How many the store has already. */
  readonly present: number;
  /** In the store alone, which is about to collect them as garbage: to be fetched first, then written again. */
  readonly rescue: readonly T[];
  /** Needed, neither in the store nor in the cache. */
  readonly absent: readonly T[];
  /** Bytes to send, as far as sizes are known. */
  readonly bytes: number;
}

/**
 * Decides which objects to send. One that the store is about to collect as garbage is written again, so that it is
 * younger than the list of candidates.
 * @param stored what the store holds. @param cached what the cache holds. @param condemned the store's garbage candidates.
 */
export function planPush<T extends Candidate>(
  objects: readonly T[],
  stored: ReadonlySet<Sha256>,
  cached: ReadonlySet<Sha256>,
  condemned: ReadonlySet<Sha256>,
): PushPlan<T> {
  const safe = (object: T) => stored.has(object.sha256) && !condemned.has(object.sha256);
  const needed = objects.filter((object) => !safe(object));
  const upload = needed.filter((object) => cached.has(object.sha256));
  const elsewhere = needed.filter((object) => !cached.has(object.sha256));
  const rescue = elsewhere.filter((object) => stored.has(object.sha256));
  const absent = elsewhere.filter((object) => !stored.has(object.sha256));
  const bytes = upload.reduce((sum, object) => sum + (object.size ?? 0), 0);
  return { upload, present: objects.length - needed.length, rescue, absent, bytes };
}
