import { countChanges, type FileChange } from "../../data/changes.js";
import type { Obstacle } from "../../data/plan-checkout.js";
import type { Selection } from "../../data/target.js";
import { Agreements } from "./agreements.js";
import { inspectTarget, isClean, type TargetState } from "./inspect.js";
import { cachedEntriesOf, identityOf } from "./listing.js";
import { CachePresence } from "./presence.js";
import type { DataSession } from "./session.js";

/**
 * `clean` data equals its pointer · `missing` nothing is there · `modified` it differs · `not_cached` it equals its
 * pointer, yet the cache lacks bytes, so that no other copy of them is known.
 */
export type DataState = "clean" | "missing" | "modified" | "not_cached";

export interface StatusEntry {
  readonly path: string;
  readonly kind: "file" | "directory";
  readonly state: DataState;
  readonly added: number;
  readonly modified: number;
  readonly deleted: number;
  /** How many files' bytes the cache lacks. */
  readonly notCached: number;
  /** Empty if nothing is there at all. */
  readonly changes: readonly FileChange[];
  readonly obstacles: readonly Obstacle[];
  /** Modified, yet not edited: git brought another pointer (pull, switch, merge), and the data has yet to follow. */
  readonly behind: boolean;
  /** True if the list of files itself is not in the cache, so that changes cannot be named. */
  readonly unlisted: boolean;
}

/** Compares every selected target with its pointer and with the cache. Keeps what it learnt for the next time. */
export async function dataStatus(
  session: DataSession,
  selections: readonly Selection[],
): Promise<StatusEntry[]> {
  const presence = CachePresence.open(session);
  const agreements = Agreements.open(session);
  const entries: StatusEntry[] = [];
  for (const selection of selections) {
    const { path, pointer } = selection.target;
    const state = await inspectTarget(session, selection);
    const agrees = isClean(state) && state.found !== "absent";
    if (agrees && selection.under === undefined) agreements.note(path, identityOf(pointer));
    const now = session.statCache.get(path)?.listing;
    const behind = !agrees && now !== undefined && now === agreements.get(path);
    entries.push({ ...describe(state, await notCached(session, selection, presence)), behind });
  }
  presence.save();
  agreements.save();
  session.statCache.save();
  return entries;
}

function describe(state: TargetState, notCachedCount: number): Omit<StatusEntry, "behind"> {
  const { target } = state.selection;
  return {
    path: target.path,
    kind: target.pointer.kind,
    state: stateOf(state, notCachedCount),
    ...countChanges(state.changes),
    notCached: notCachedCount,
    changes: state.found === "absent" ? [] : state.changes,
    obstacles: state.obstacles,
    unlisted: state.unlisted,
  };
}

function stateOf(state: TargetState, notCachedCount: number): DataState {
  if (state.found === "absent") return "missing";
  if (!isClean(state)) return "modified";
  return notCachedCount > 0 ? "not_cached" : "clean";
}

/** How many objects of the pointer the cache lacks; a manifest that is not there counts as one. */
async function notCached(
  session: DataSession,
  selection: Selection,
  presence: CachePresence,
): Promise<number> {
  const { pointer } = selection.target;
  const key = [identityOf(pointer), ...(selection.under ?? [])].join("\0");
  if (presence.isComplete(key)) return 0;
  const entries = await cachedEntriesOf(session.cache, pointer, selection.under);
  return entries === undefined ? 1 : presence.missing(key, entries).length;
}
