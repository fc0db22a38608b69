import { join } from "node:path";
import { compareBytes } from "../../core/byte-order.js";
import type { Sha256 } from "../../core/sha256.js";
import { compareListings, type FileChange } from "../../data/changes.js";
import type { Obstacle } from "../../data/plan-checkout.js";
import { isSelected, isWithin, type Selection, type Target } from "../../data/target.js";
import { directoryContent, listingDigest } from "../../data/tree.js";
import type { FileEntry } from "../../data/types.js";
import { hashFiles } from "../../files/hash-files.js";
import { type ResolvedScan, resolveScan } from "../../workspace/resolve-scan.js";
import { type Scan, type ScanProblem, scanTarget } from "../../workspace/scan.js";
import type { StatGroup } from "../../workspace/stat-group.js";
import { linkedObject } from "./cache-links.js";
import { type LinkedFile, readLinkedFiles } from "./linked-files.js";
import { cachedEntriesOf, fileIdentity, identityOf, requireParts } from "./listing.js";
import type { DataSession } from "./session.js";

/** How the data of one target differs from its pointer. */
export interface TargetState {
  readonly selection: Selection;
  /** What stands at the path. */
  readonly found: Scan["found"];
  /** Byte-sorted; within the selection alone. */
  readonly changes: readonly FileChange[];
  readonly obstacles: readonly Obstacle[];
  /** The pointer's manifests are not in the cache, so that only "differs" is known; `changes` is then empty. */
  readonly unlisted: boolean;
}

/** Whether data and pointer agree. */
export function isClean(state: TargetState): boolean {
  return state.changes.length === 0 && state.obstacles.length === 0 && !state.unlisted;
}

/**
 * Compares a target's data with its pointer. Reads only files whose stamp does not prove them unchanged; what it learns
 * goes into the session's stat cache, which the caller saves.
 */
export async function inspectTarget(session: DataSession, selection: Selection): Promise<TargetState> {
  const { target } = selection;
  const scan = await scanAsFound(session, target);
  const base = { selection, found: scan.found };
  if (scan.listing !== undefined && scan.listing === identityOf(target.pointer)) {
    const known = selection.under && (await cachedEntriesOf(session.cache, target.pointer, selection.under));
    if (known) requireParts(selection, known);
    return { ...base, changes: [], obstacles: [], unlisted: false };
  }
  const { actual, obstacles } = await readDisk(session, selection, scan);
  const wanted = await cachedEntriesOf(session.cache, target.pointer, selection.under);
  if (wanted) requireParts(selection, wanted, actual, obstacles);
  if (wanted === undefined) {
    const same =
      obstacles.length === 0 && session.statCache.get(target.path)?.listing === identityOf(target.pointer);
    return { ...base, changes: [], obstacles, unlisted: !same };
  }
  return { ...base, changes: compareListings(wanted, actual), obstacles, unlisted: false };
}

/** Scans a target as what the pointer says it is, or as what stands there instead. */
async function scanAsFound(session: DataSession, target: Target): Promise<Scan> {
  const path = join(session.workspace.root, target.path);
  const { signal } = session.app;
  const { kind } = target.pointer;
  const scan = await scanTarget({ path, kind, group: session.statCache.get(target.path), signal });
  if (scan.found === kind || (scan.found !== "file" && scan.found !== "directory")) return scan;
  return scanTarget({ path, kind: scan.found, signal });
}

interface DiskState {
  readonly actual: readonly FileEntry[];
  readonly obstacles: readonly Obstacle[];
}

async function readDisk(session: DataSession, selection: Selection, scan: Scan): Promise<DiskState> {
  const { target, under } = selection;
  if (scan.found === "absent") {
    session.statCache.delete(target.path);
    return { actual: [], obstacles: [] };
  }
  const links = await followCacheLinks(session, target.path, scan);
  const resolved = await resolveScan(scan, (tasks) => hashTasks(session, tasks), session.workspace.stateDir);
  if (scan.kind !== target.pointer.kind) session.statCache.delete(target.path);
  else if (links.entries.length === 0) rememberScan(session, target.path, scan, resolved);
  const entries =
    links.entries.length === 0 ? resolved.entries : mergeSorted(resolved.entries, links.entries);
  return {
    actual: under ? entries.filter((entry) => isSelected(entry.path, under)) : entries,
    obstacles: [
      ...links.obstacles,
      ...resolved.faults.map((fault) => ({
        path: fault.path,
        what: `unreadable: ${fault.message}`,
        removable: false,
      })),
    ].filter(({ path }) => isSelected(path, under) || isAbove(path, under)),
  };
}

/** Whether a path is a folder of something that was asked for; the empty path is the target itself. */
function isAbove(path: string, parts: readonly string[] = []): boolean {
  return path === "" || parts.some((part) => isWithin(part, path));
}

function hashTasks(session: DataSession, tasks: readonly { readonly source: string }[]) {
  const progress = session.app.ui.progress("hashing changed files", undefined, "bytes");
  return hashFiles(
    tasks.map((task) => task.source),
    { signal: session.app.signal, onBytes: (count) => progress.add(count) },
  ).finally(() => progress.done());
}

/** Keeps what a scan found in the stat cache, with the identity of the listing that it amounts to. */
export function rememberScan(
  session: DataSession,
  path: string,
  scan: Scan,
  resolved: ResolvedScan,
): StatGroup {
  const listing = resolved.group.listing ?? listingOf(scan.kind, resolved.entries);
  const group = listing === undefined ? resolved.group : resolved.group.withListing(listing);
  session.statCache.set(path, group);
  return group;
}

function listingOf(kind: Scan["kind"], entries: readonly FileEntry[]): Sha256 | undefined {
  if (kind === "directory") return listingDigest(directoryContent(entries).pointer);
  const [file] = entries;
  return file && fileIdentity(file.sha256, file.mode);
}

/** Symbolic links into the cache are files that `checkout` put there; any other link or special file is in the way. */
async function followCacheLinks(
  session: DataSession,
  target: string,
  scan: Scan,
): Promise<{ entries: FileEntry[]; obstacles: Obstacle[] }> {
  const links: LinkedFile[] = [];
  const obstacles: Obstacle[] = [];
  const self: ScanProblem["what"] | undefined =
    scan.found === "symlink" ? "symlink" : scan.found === "other" ? "special" : undefined;
  const candidates = self === undefined ? scan.problems : [{ path: "", what: self }];
  for (const { path, what } of candidates) {
    const sha256 = what === "symlink" ? linkedObject(session.cache, join(scan.path, path)) : undefined;
    if (sha256 !== undefined) links.push({ path, sha256 });
    else obstacles.push({ path, what: obstacleNames[what], removable: what === "symlink" });
  }
  // A link to bytes that are gone is as good as no file: checkout may replace it.
  return { entries: await readLinkedFiles(session, target, links), obstacles };
}

const obstacleNames = {
  symlink: "a symbolic link",
  special: "neither a file nor a folder",
  unreadable: "unreadable",
  directory: "a folder",
} as const;

function mergeSorted(a: readonly FileEntry[], b: readonly FileEntry[]): FileEntry[] {
  return [...a, ...b].sort((x, y) => compareBytes(x.path, y.path));
}
