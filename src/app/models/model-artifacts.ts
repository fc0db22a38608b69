import type { Sha256 } from "../../core/sha256.js";
import { readCanonicalPointer } from "../../data/pointer.js";
import type { DirectoryPointer, FileEntry } from "../../data/types.js";
import { damaged } from "../../registry/damaged.js";
import { frozenFile } from "../../registry/paths.js";
import type { ResolvedVersion } from "../../registry/versions/resolve-version.js";
import type { App } from "../app.js";
import { manifestsOrFetch } from "../data/fetch-objects.js";
import { entriesOf } from "../data/listing.js";
import { type DataSession, openDataSession } from "../data/session.js";
import { bringBytes } from "./bring-bytes.js";

/** A file of a version, its bytes in the cache. */
export interface BroughtArtifact {
  /** Relative, with `/`. */
  readonly path: string;
  readonly sha256: Sha256;
  /** Bytes. */
  readonly size: number;
  /** Absolute: where it lies in the cache. */
  readonly file: string;
}

/** The pointer that a frozen file is; undefined where mlx did not write it. */
export function frozenPointer(frozen: Uint8Array): DirectoryPointer | undefined {
  const pointer = readCanonicalPointer(Buffer.from(frozen).toString("utf8"));
  return pointer?.kind === "directory" ? pointer : undefined;
}

/**
 * The files of a version, byte-sorted. The list of one with more than 5,000 files is an object of its own, which is fetched
 * where the cache lacks it.
 * @throws {MlxError} `MLX_REGISTRY_DAMAGED`.
 */
export async function modelEntries(
  app: App,
  resolved: Pick<ResolvedVersion, "record" | "frozen">,
): Promise<readonly FileEntry[]> {
  return versionEntries(await modelSession(app), resolved);
}

/**
 * The files of a version, each in the cache: what it lacks is fetched, from the default remote if none is named, and
 * verified on the way. They stay until the command ends.
 * @throws {MlxError} `MLX_REGISTRY_DAMAGED`, `MLX_NOT_CACHED`, `MLX_TRANSFER_INCOMPLETE`.
 */
export async function bringArtifacts(
  app: App,
  resolved: Pick<ResolvedVersion, "record" | "frozen">,
  options: { readonly remote?: string } = {},
): Promise<BroughtArtifact[]> {
  const session = await modelSession(app);
  const entries = await versionEntries(session, resolved);
  await bringBytes(session, entries, options.remote);
  return entries.map(({ path, sha256, size }) => ({
    ...{ path, sha256, size },
    file: session.cache.pathOf(sha256),
  }));
}

/** The session that commands about the files of versions work in; what they use of the cache stays until they end. */
export function modelSession(app: App): Promise<DataSession> {
  return openDataSession(app, { command: "model", cacheLock: "shared", bare: true });
}

/** As `modelEntries`, in a session that is open. */
export async function versionEntries(
  session: DataSession,
  { record, frozen }: Pick<ResolvedVersion, "record" | "frozen">,
): Promise<readonly FileEntry[]> {
  const pointer = frozenPointer(frozen);
  if (pointer === undefined) {
    const file = frozenFile("model", record.name, record.version);
    throw damaged({ file, line: 1, column: 1 }, "is not the list of files that mlx writes");
  }
  return entriesOf(pointer, manifestsOrFetch(session));
}
