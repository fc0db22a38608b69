import type { Sha256 } from "../core/sha256.js";
import type { FileChange } from "./changes.js";
import type { FileContent } from "./types.js";

/** Something in the way of a checkout that is not a regular file: a symbolic link, a socket, an unreadable file. */
export interface Obstacle {
  readonly path: string;
  readonly what: string;
  /** Whether `--force` may remove it. */
  readonly removable: boolean;
}

export interface CheckoutPlan {
  /** Files to put in place, replacing what is there. */
  readonly write: readonly { readonly path: string; readonly content: FileContent }[];
  /** Files that the pointer does not have, to be removed first. */
  readonly remove: readonly string[];
  /** What stays as it is because its bytes are nowhere else, with the reason. */
  readonly kept: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Decides how to make data equal its pointer without losing bytes: what differs or is extra is replaced or removed when
 * `isCached` says that its bytes are in the cache, or by force.
 * @param options.nameProblem why this system cannot hold a file of a path, worded to follow the path; `undefined` if it can.
 */
export function planCheckout(
  changes: readonly FileChange[],
  obstacles: readonly Obstacle[],
  options: {
    readonly isCached: (sha256: Sha256) => boolean;
    readonly nameProblem: (path: string) => string | undefined;
    readonly force: boolean;
  },
): CheckoutPlan {
  const kept = new Map<string, string>();
  const remove: string[] = [];
  const write: { path: string; content: FileContent }[] = [];
  for (const obstacle of obstacles) {
    if (options.force && obstacle.removable) remove.push(obstacle.path);
    else kept.set(obstacle.path, `is ${obstacle.what}`);
  }
  for (const { path, wanted, actual } of changes) {
    const problem = wanted && options.nameProblem(path);
    const expendable = actual === undefined || options.force || options.isCached(actual.sha256);
    if (!expendable && actual.sha256 !== wanted?.sha256) {
      kept.set(
        path,
        wanted ? "has changes that no copy exists of" : "is not in the pointer, and no copy of it exists",
      );
    } else if (problem !== undefined) kept.set(path, problem);
    else if (wanted) write.push({ path, content: wanted });
    else remove.push(path);
  }
  const possible = write.filter(({ path }) => {
    if (kept.has(path)) return false;
    const blocker = blockerOf(path, kept);
    if (blocker === undefined) return true;
    kept.set(path, `cannot be put in place: ${blocker} is in the way`);
    return false;
  });
  return { write: possible, remove, kept: [...kept].map(([path, reason]) => ({ path, reason })) };
}

/** A kept path that stands where `path` needs a folder, or that lies below `path`. The empty path is the target itself. */
function blockerOf(path: string, kept: ReadonlyMap<string, string>): string | undefined {
  if (kept.size === 0) return undefined;
  if (kept.has("")) return "what stands at its place";
  for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
    const folder = path.slice(0, cut);
    if (kept.has(folder)) return folder;
  }
  for (const other of kept.keys()) if (path === "" || other.startsWith(`${path}/`)) return other;
  return undefined;
}
