import { realpathSync } from "node:fs";
import { join } from "node:path";
import { MlxError } from "../../core/errors.js";
import type { Sha256 } from "../../core/sha256.js";
import { sortEntries } from "../../data/entry-list.js";
import { entryPathProblem } from "../../data/entry-path.js";
import { isSelected } from "../../data/target.js";
import type { FileEntry } from "../../data/types.js";
import { stampAt } from "../../files/stamp.js";
import { type ResolvedScan, resolveScan } from "../../workspace/resolve-scan.js";
import { type Scan, scanTarget } from "../../workspace/scan.js";
import type { ReadFiles } from "./batched-reader.js";
import { linkedObject } from "./cache-links.js";
import { type FollowedEntry, type FollowedFile, followLinks } from "./follow-links.js";
import { rememberScan } from "./inspect.js";
import { type LinkedFile, readLinkedFiles } from "./linked-files.js";
import { type AddJob, linkRefused } from "./plan-add.js";
import { CachePresence } from "./presence.js";
import type { DataSession } from "./session.js";

/** What `data add` found on disk for one job. */
export interface FoundFiles {
  /** Byte-sorted; only of the job's parts. */
  readonly entries: readonly FileEntry[];
  /** Those that were read anew. */
  readonly inserted: readonly FileEntry[];
  readonly followed: readonly FollowedEntry[];
  readonly faults: readonly { readonly path: string; readonly reason: string }[];
}

/** Reads what changed on disk into the cache (or only hashes it, for a dry run). */
export async function readJob(
  session: DataSession,
  job: AddJob,
  options: { readonly follow: boolean; readonly dryRun: boolean; readonly read: ReadFiles },
): Promise<FoundFiles> {
  const { read } = options;
  const absolute = join(session.workspace.root, job.path);
  const alreadyLinked = job.kind === "file" ? await linkedEntry(session, job) : undefined;
  if (alreadyLinked) return { entries: [alreadyLinked], inserted: [], followed: [], faults: [] };
  const scan = await scanTarget({
    path: job.link ? realpathSync(absolute) : absolute,
    kind: job.kind,
    group: job.link ? undefined : session.statCache.get(job.path),
    signal: session.app.signal,
  });
  if (scan.found !== job.kind) throw changedMeanwhile(job.path);
  const selected = job.under ? restrict(scan, job.under) : scan;
  refuseBadNames(job, selected);
  const links = await sortOutProblems(session, job, selected, options.follow);
  const resolved = await resolveScan(selected, read, session.workspace.stateDir);
  const lost = options.dryRun ? [] : await insertUncached(session, job, selected, resolved, read);
  const whole =
    job.under === undefined && !job.link && links.followed.length === 0 && links.cached.length === 0;
  if (whole && resolved.faults.length === 0) rememberScan(session, job.path, scan, resolved);
  const followed = await readFollowed(links.followed, read);
  const changed = new Set(selected.changed.map((file) => file.path));
  const entries = [
    ...resolved.entries.filter((entry) => isSelected(entry.path, job.under)),
    ...links.cached,
    ...followed.entries,
  ];
  return {
    entries: sortEntries<FileEntry>(entries),
    inserted: resolved.entries.filter((entry) => changed.has(entry.path)),
    followed: followed.entries,
    faults: [
      ...[...resolved.faults, ...lost].map(({ path, message }) => ({
        path: label(job, path),
        reason: message,
      })),
      ...followed.faults.map(({ path, reason }) => ({ path: label(job, path), reason })),
    ],
  };
}

function label(job: AddJob, path: string): string {
  return path === "" ? job.path : `${job.path}/${path}`;
}

function restrict(scan: Scan, under: readonly string[]): Scan {
  return {
    ...scan,
    changed: scan.changed.filter(({ path }) => isSelected(path, under)),
    problems: scan.problems.filter(({ path }) => isSelected(path, under)),
    listing: undefined,
    unchangedRecords: () => scan.unchangedRecords(),
  };
}

function refuseBadNames(job: AddJob, scan: Scan): void {
  for (const { path } of scan.changed) {
    const problem = path === "" ? undefined : entryPathProblem(path);
    if (problem === undefined) continue;
    throw new MlxError("MLX_BAD_NAME", `${label(job, path)} cannot be tracked: ${problem}`, {
      hint: "rename or remove it, then add again",
      exitCode: 2,
    });
  }
}

/** A tracked file whose place a link into the cache has taken, by `checkout`: it is what the link leads to. */
async function linkedEntry(session: DataSession, job: AddJob): Promise<FileEntry | undefined> {
  const name = job.link ? undefined : linkAt(session, job);
  if (name === undefined) return undefined;
  const [entry] = await readLinkedFiles(session, job.path, [{ path: "", sha256: name }]);
  if (entry === undefined) throw objectGone(job.path);
  const before = job.before?.pointer;
  const mode = before?.kind === "file" && before.sha256 === name ? before.mode : "644";
  return { ...entry, mode };
}

/** The object that the link in a tracked file's place names. */
function linkAt(session: DataSession, job: AddJob): Sha256 | undefined {
  const path = join(session.workspace.root, job.path);
  return stampAt(path)?.kind === "symlink" ? linkedObject(session.cache, path) : undefined;
}

/** A link into the cache through which somebody wrote leads to bytes of their own: it is one to be followed. */
export async function followIfDamaged(session: DataSession, job: AddJob): Promise<AddJob> {
  const name = job.kind === "directory" || job.link ? undefined : linkAt(session, job);
  if (name === undefined) return job;
  const [entry] = await readLinkedFiles(session, job.path, [{ path: "", sha256: name }]);
  return entry === undefined || entry.sha256 === name ? job : { ...job, link: true };
}

function objectGone(path: string): MlxError {
  return new MlxError("MLX_OBJECT_MISSING", `${path} is a link to bytes that are no longer in the cache`, {
    hint: `bring them back with: mlx data pull ${path}`,
  });
}

function changedMeanwhile(path: string): MlxError {
  return new MlxError("MLX_CHANGED_MEANWHILE", `${path} was replaced while it was being added`, {
    hint: "add it again once nothing else writes there",
  });
}

async function sortOutProblems(
  session: DataSession,
  job: AddJob,
  scan: Scan,
  follow: boolean,
): Promise<{ cached: readonly FileEntry[]; followed: FollowedFile[] }> {
  const ours: LinkedFile[] = [];
  const theirs: string[] = [];
  for (const problem of scan.problems) {
    if (problem.what !== "symlink") {
      const at = label(job, problem.path);
      throw new MlxError("MLX_NOT_A_FILE", `${at} cannot be tracked: ${problem.message}`, {
        hint: "remove or mend it, then add again",
        exitCode: problem.what === "unreadable" ? 3 : 2,
      });
    }
    const sha256 = job.before && linkedObject(session.cache, join(scan.path, problem.path));
    if (sha256) ours.push({ path: problem.path, sha256 });
    else if (follow) theirs.push(problem.path);
    else throw linkRefused(label(job, problem.path));
  }
  const entries = await readLinkedFiles(session, job.path, ours);
  const found = new Map(entries.map(({ path, sha256 }) => [path, sha256]));
  const gone = ours.find(({ path }) => !found.has(path));
  if (gone) throw objectGone(label(job, gone.path));
  const damaged = ours.filter(({ path, sha256 }) => found.get(path) !== sha256);
  const apart = new Set(damaged.map(({ path }) => path));
  return {
    cached: entries.filter(({ path }) => !apart.has(path)),
    followed: followLinks(scan.path, [...theirs, ...apart]),
  };
}

/** Files that did not change since they were added, but whose bytes the cache no longer has. */
async function insertUncached(
  session: DataSession,
  job: AddJob,
  scan: Scan,
  resolved: ResolvedScan,
  read: ReadFiles,
): Promise<{ path: string; message: string }[]> {
  const readAlready = new Set(scan.changed.map((file) => file.path));
  const unread = resolved.entries.filter(
    (entry) => !readAlready.has(entry.path) && isSelected(entry.path, job.under),
  );
  const missing = uncached(session, resolved.group.listing, unread);
  const results = await read(
    missing.map((entry) => ({ source: join(scan.path, entry.path), expected: entry.sha256 })),
  );
  return missing.flatMap(({ path, sha256 }, index) => {
    const result = results[index];
    if (result?.ok && result.sha256 === sha256) return [];
    return [{ path, message: result?.ok === false ? result.message : "changed while it was being read" }];
  });
}

/** Those whose objects the cache lacks. Where there are many, it may be remembered that it lacks none. */
function uncached(
  session: DataSession,
  listing: Sha256 | undefined,
  entries: readonly FileEntry[],
): FileEntry[] {
  if (listing !== undefined && entries.length > 256) {
    const presence = CachePresence.open(session);
    if (presence.isComplete(listing)) return [];
  }
  const there = session.cache.hasMany(entries);
  return entries.filter(({ sha256 }) => !there.has(sha256));
}

async function readFollowed(
  files: readonly FollowedFile[],
  read: ReadFiles,
): Promise<{ entries: FollowedEntry[]; faults: { path: string; reason: string }[] }> {
  const entries: FollowedEntry[] = [];
  const faults: { path: string; reason: string }[] = [];
  if (files.length === 0) return { entries, faults };
  for (const [index, result] of (await read(files)).entries()) {
    const file = files[index];
    if (file === undefined) continue;
    const { path, link } = file;
    if (!result.ok) faults.push({ path, reason: result.message });
    else
      entries.push({
        path,
        link,
        sha256: result.sha256,
        size: result.size,
        mode: result.executable ? "755" : "644",
      });
  }
  return { entries, faults };
}
