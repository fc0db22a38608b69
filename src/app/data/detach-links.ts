import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import type { Selection } from "../../data/target.js";
import type { FileEntry } from "../../data/types.js";
import { statsAt } from "../../files/stats-at.js";
import { linkedObject } from "./cache-links.js";
import { cachedEntriesOf } from "./listing.js";
import type { DataSession } from "./session.js";

/**
 * Puts copies in the place of symbolic and hard links into the cache, so that files that are no longer tracked outlive
 * their objects and can be edited without damage to them.
 * @throws {MlxError} `MLX_CHECKOUT_INCOMPLETE` if a copy cannot be made; nothing is lost.
 */
export async function detachLinks(session: DataSession, { target, under }: Selection): Promise<void> {
  const root = join(session.workspace.root, target.path);
  // Without its list, no file of it can have been checked out.
  const entries = (await cachedEntriesOf(session.cache, target.pointer, under)) ?? [];
  const tasks = entries.flatMap(({ path, sha256, size, mode }: FileEntry) => {
    const place = path === "" ? root : join(root, path);
    const linked = linkedTo(session, place, sha256);
    return linked === undefined ? [] : [{ target: place, sha256: linked, size, mode }];
  });
  const options = { within: session.workspace.root, signal: session.app.signal, links: ["copy"] } as const;
  const results = await session.cache.linkOut(tasks, options);
  for (const [index, result] of results.entries()) {
    if (result.ok) continue;
    const place = tasks[index]?.target ?? target.path;
    throw new MlxError(
      "MLX_CHECKOUT_INCOMPLETE",
      `${place} is a link into the cache, and no copy could take its place: ${result.message}`,
      { hint: "nothing was removed; bring missing bytes with mlx data pull, then try again" },
    );
  }
}

/** The object that a file shares its bytes with; `undefined` if it has bytes of its own. */
function linkedTo(session: DataSession, place: string, sha256: Sha256): Sha256 | undefined {
  const stats = statsAt(place);
  if (stats?.isSymbolicLink()) return linkedObject(session.cache, place);
  if (stats === undefined || !stats.isFile() || stats.nlink < 2) return undefined;
  const object = statsAt(session.cache.pathOf(sha256));
  return object?.ino === stats.ino && object.dev === stats.dev ? sha256 : undefined;
}
