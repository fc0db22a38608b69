import type { Sha256 } from "../core/sha256.js";

export interface StoredSize {
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
}

export interface GcPlan {
  /** Named by nothing, or only by older commits and held by a remote. */
  readonly remove: readonly StoredSize[];
  /** Named only by older commits, and kept because no remote is known to hold them. */
  readonly onlyCopies: readonly StoredSize[];
  readonly kept: number;
  /** Bytes that removing frees. */
  readonly bytes: number;
}

/**
 * Decides what a cache may let go.
 * @param objects what the cache holds. @param keep what working trees, indexes, branch and tag tips, stashes and unpushed commits name.
 * @param history what any commit names. @param onRemote those of the cache's objects that a remote holds.
 */
export function planGc(
  objects: readonly StoredSize[],
  keep: ReadonlySet<Sha256>,
  history: ReadonlySet<Sha256>,
  onRemote: ReadonlySet<Sha256>,
): GcPlan {
  const loose = objects.filter(({ sha256 }) => !keep.has(sha256));
  const expendable = ({ sha256 }: StoredSize) => !history.has(sha256) || onRemote.has(sha256);
  const remove = loose.filter(expendable);
  const bytes = remove.reduce((sum, object) => sum + object.size, 0);
  return {
    remove,
    onlyCopies: loose.filter((object) => !expendable(object)),
    kept: objects.length - loose.length,
    bytes,
  };
}

export interface RemoteObject extends StoredSize {
  /** Epoch milliseconds, by the store's clock. */
  readonly modifiedAt: number;
}

export interface RemoteGcPlan {
  /** Candidates of the earlier list that still nothing names and nobody wrote again. */
  readonly remove: readonly RemoteObject[];
  /** What the next list names. */
  readonly candidates: readonly RemoteObject[];
  /** When the earlier list will be old enough, in epoch milliseconds; absent if it is, or if there is none. */
  readonly waitUntil?: number;
}

/**
 * Mark, wait, mark again, delete: only what two marks, `graceMs` apart, found unnamed is removed, and not if it was
 * written again in between, as a pusher does with a candidate that it needs.
 */
export function planRemoteGc(
  objects: readonly RemoteObject[],
  keep: ReadonlySet<Sha256>,
  earlier: { readonly createdAt: number; readonly objects: ReadonlySet<Sha256> } | undefined,
  clock: { readonly now: number; readonly graceMs: number },
): RemoteGcPlan {
  const unnamed = objects.filter(({ sha256 }) => !keep.has(sha256));
  if (earlier === undefined) return { remove: [], candidates: unnamed };
  const ready = earlier.createdAt + clock.graceMs;
  if (clock.now < ready) return { remove: [], candidates: unnamed, waitUntil: ready };
  // The list's date is by a client's clock, an object's by the store's: allow for an hour between the two.
  const writtenBefore = earlier.createdAt - Math.min(clock.graceMs, 3_600_000);
  const remove = unnamed.filter(
    ({ sha256, modifiedAt }) => earlier.objects.has(sha256) && modifiedAt <= writtenBefore,
  );
  const removed = new Set(remove.map(({ sha256 }) => sha256));
  return { remove, candidates: unnamed.filter(({ sha256 }) => !removed.has(sha256)) };
}
