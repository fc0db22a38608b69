import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { isWithin, type Selection } from "../../data/target.js";
import { entriesOf, type ManifestReader } from "./listing.js";

/** An object that a pointer or a run needs: a file's bytes or a manifest. */
export interface NeededObject {
  readonly sha256: Sha256;
  /** Bytes; unknown for a manifest that was never read. */
  readonly size?: number;
  /** A path that needs it, or a run and its artifact, for messages. */
  readonly path: string;
  readonly manifest: boolean;
}

/** Something that keeps a part of the work from being done, while the rest goes on. */
export interface Failure {
  readonly path: string;
  /** Absent where a pointer itself cannot be read. */
  readonly sha256?: Sha256;
  readonly reason: string;
}

/** A manifest that cannot be read, so that what lies below it is not known. */
export interface UnreadableManifest extends NeededObject {
  readonly error: MlxError;
}

export interface Needed {
  /** Each object once; files first, manifests last. */
  readonly objects: readonly NeededObject[];
  /** Not among `objects`. */
  readonly unreadable: readonly UnreadableManifest[];
  /** Selected parts of tracked folders in which there is no file. */
  readonly unmatched: readonly string[];
}

/** What is wrong with one object; anything else, such as a store that does not answer, would meet the others too. */
const objectFaults: ReadonlySet<string> = new Set([
  "MLX_OBJECT_MISSING",
  "MLX_CORRUPT_OBJECT",
  "MLX_INVALID_MANIFEST",
]);

/**
 * Every object that these selections need, manifests included. An existing manifest never implies its files; one that
 * cannot be read is told, and what the others list is found all the same.
 * @param objects files that no selection names and are needed too.
 */
export async function neededObjects(
  selections: Iterable<Selection>,
  read: ManifestReader,
  objects: readonly NeededObject[] = [],
): Promise<Needed> {
  const files = new Map<Sha256, NeededObject>();
  const manifests = new Map<Sha256, NeededObject>();
  const unreadable = new Map<Sha256, UnreadableManifest>();
  const parts = new Map<string, boolean>();
  for (const { target, under } of selections) {
    const { path, pointer } = target;
    const onManifest = (sha256: Sha256) => manifests.set(sha256, { sha256, path, manifest: true });
    const onUnreadable = (sha256: Sha256, prefix: string, error: MlxError) => {
      if (!objectFaults.has(error.code)) throw error;
      const folder = prefix === "" ? path : `${path}/${prefix.slice(0, -1)}`;
      unreadable.set(sha256, { sha256, path: folder, manifest: true, error });
    };
    const unread = unreadable.size;
    const entries = await entriesOf(pointer, read, { under, onManifest, onUnreadable });
    for (const part of under ?? []) {
      const found = unreadable.size > unread || entries.some((entry) => isWithin(entry.path, part));
      parts.set(`${path}/${part}`, found || parts.get(`${path}/${part}`) === true);
    }
    for (const entry of entries) {
      if (files.has(entry.sha256)) continue;
      const label = entry.path === "" ? path : `${path}/${entry.path}`;
      files.set(entry.sha256, { sha256: entry.sha256, size: entry.size, path: label, manifest: false });
    }
  }
  for (const object of objects) if (!files.has(object.sha256)) files.set(object.sha256, object);
  return {
    objects: [...files.values(), ...manifests.values()],
    unreadable: [...unreadable.values()],
    unmatched: [...parts].filter(([, found]) => !found).map(([path]) => path),
  };
}

/** @throws {MlxError} `MLX_NOT_TRACKED`, exit 2, if a part of a folder was asked for in which there is nothing. */
export function requireMatched({ unmatched: [first] }: Needed): void {
  if (first === undefined) return;
  throw new MlxError("MLX_NOT_TRACKED", `${first} is not tracked by mlx, and nothing below it is`, {
    hint: "mlx data ls shows what is; mlx data add takes new files of a tracked folder in",
    exitCode: 2,
  });
}

/** How a transfer tells of a manifest that it could not read. */
export function manifestFailure({ path, sha256, error }: UnreadableManifest): Failure {
  const reason =
    error.code === "MLX_OBJECT_MISSING"
      ? "its list of files is neither in the cache nor on the remote"
      : error.message;
  return { path, sha256, reason: `${reason} (manifest ${sha256.slice(0, 12)})` };
}
