import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import type { Selection } from "../../data/target.js";
import type { App } from "../app.js";
import { ManifestFetcher } from "./fetch-objects.js";
import { cachedManifests } from "./listing.js";
import { neededObjects } from "./objects.js";
import type { OpenedRemote } from "./open-remote.js";
import type { DataSession } from "./session.js";

/** What a remote holds of one target. */
export interface RemoteEntry {
  readonly path: string;
  readonly state: "complete" | "incomplete" | "absent";
  /** How many of its objects, manifests included, the remote lacks. */
  readonly missing: number;
}

/** A remote to ask; one that nothing was pushed to yet, so that its folder does not exist, holds nothing. */
export async function openForStatus(
  app: App,
  name: string | undefined,
): Promise<OpenedRemote & { readonly isNew: boolean }> {
  const remote = await app.store(name);
  try {
    await remote.store.open({ create: false, signal: app.signal });
    return { ...remote, isNew: false };
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_STORE_NEW") return { ...remote, isNew: true };
    throw error;
  }
}

/** Asks a remote for every object of every target: a manifest that is there implies nothing. */
export async function remoteStatus(
  session: DataSession,
  remote: OpenedRemote & { readonly isNew: boolean },
  selections: readonly Selection[],
): Promise<RemoteEntry[]> {
  const read = remote.isNew ? cachedManifests(session.cache) : new ManifestFetcher(session, remote).read;
  const perTarget: { path: string; digests: Sha256[]; unknown: number }[] = [];
  for (const selection of selections) {
    const { objects, unreadable } = await neededObjects([selection], read);
    const digests = [...objects, ...unreadable].map(({ sha256 }) => sha256);
    perTarget.push({ path: selection.target.path, digests, unknown: unreadable.length });
  }
  const all = [...new Set(perTarget.flatMap(({ digests }) => digests))];
  const stored = remote.isNew ? new Set<Sha256>() : await remote.store.existing(all, session.app.signal);
  return perTarget.map(({ path, digests, unknown }): RemoteEntry => {
    const missing = digests.filter((digest) => !stored.has(digest)).length;
    const state =
      missing === 0 && unknown === 0 ? "complete" : missing === digests.length ? "absent" : "incomplete";
    return { path, state, missing };
  });
}
