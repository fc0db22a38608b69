import { join } from "node:path";
import { shellQuote } from "../../core/shell-quote.js";
import { type ChangeCounts, compareListings, countChanges } from "../../data/changes.js";
import { sortEntries } from "../../data/entry-list.js";
import { formatPointer } from "../../data/pointer.js";
import { isSelected, pointerPathOf } from "../../data/target.js";
import { type DirectoryContent, directoryContent } from "../../data/tree.js";
import type { FileEntry, Pointer } from "../../data/types.js";
import { hashFiles } from "../../files/hash-files.js";
import type { ReadResult } from "../../files/read-result.js";
import type { ReadTask } from "../../workspace/resolve-scan.js";
import { writeWorktreeFiles } from "../../workspace/worktree-file.js";
import { Agreements } from "./agreements.js";
import { batched, type ReadFiles } from "./batched-reader.js";
import { cachedEntriesOf, cachedManifests, entriesOf, identityOf } from "./listing.js";
import { placeLinks } from "./place-links.js";
import type { AddJob } from "./plan-add.js";
import { type FoundFiles, followIfDamaged, readJob } from "./read-job.js";
import type { DataSession } from "./session.js";

export interface AddOutcome extends ChangeCounts {
  readonly path: string;
  readonly pointer: string;
  readonly kind: "file" | "directory";
  readonly state: "added" | "updated" | "unchanged";
  readonly files: number;
  readonly bytes: number;
  /** Files that could not be read; the pointer is then not written. */
  readonly faults: readonly { readonly path: string; readonly reason: string }[];
  /** The pointer, if it was written. */
  readonly written: readonly string[];
}

interface AddOptions {
  readonly follow: boolean;
  readonly dryRun: boolean;
}

/** A job once its bytes are in the cache. */
interface ReadTarget {
  readonly job: AddJob;
  readonly found: FoundFiles;
  readonly outcome: AddOutcome;
  /** Absent where nothing is to be written. */
  readonly content?: PointerContent;
}

interface PointerContent {
  readonly pointer: Pointer;
  readonly manifests: DirectoryContent["manifests"];
}

/**
 * Brings pointers up to date; one outcome each, in order. The order keeps the user's bytes safe: objects durable in the
 * cache, then manifests, then the pointers; only then may a link take a file's place. `.gitignore` is the caller's.
 */
export async function addTargets(
  session: DataSession,
  jobs: readonly AddJob[],
  options: AddOptions,
): Promise<AddOutcome[]> {
  const read = batched((tasks) => readFiles(session, tasks, options.dryRun));
  const targets: ReadTarget[] = [];
  for (const group of groupsOf(jobs)) {
    const done = await settled(group.map((job) => readTarget(session, job, { ...options, read })));
    for (const target of done) targets.push(target);
  }
  const agreements = Agreements.open(session);
  for (const target of targets) warnIfBehind(session, target, agreements);
  if (!options.dryRun) await writeTargets(session, targets);
  for (const { job, content } of targets) {
    if (content && job.under === undefined) agreements.note(job.path, identityOf(content.pointer));
  }
  agreements.save();
  return targets.map(({ outcome }) => outcome);
}

/** Adding data that was not edited, beside a pointer that git brought, takes back what the pointer says. */
function warnIfBehind(session: DataSession, { job, content }: ReadTarget, agreements: Agreements): void {
  const agreed = agreements.get(job.path);
  if (content === undefined || job.before === undefined || agreed === undefined) return;
  if (identityOf(content.pointer) !== agreed || identityOf(job.before.pointer) === agreed) return;
  session.app.ui.warn(
    `${job.path} was not edited: its pointer is newer than the data (git pull, switch or merge), and adding takes the pointer back`,
    `if you want what the pointer said: git checkout -- ${shellQuote(job.before.pointerPath)}, then mlx data pull`,
  );
}

/** Files that follow each other are read together; a folder is enough work on its own. */
function groupsOf(jobs: readonly AddJob[]): AddJob[][] {
  const groups: AddJob[][] = [];
  for (const job of jobs) {
    const last = groups.at(-1);
    if (last?.[0]?.kind === "file" && job.kind === "file") last.push(job);
    else groups.push([job]);
  }
  return groups;
}

/** All results; or the first error, once nothing is under way any more. */
async function settled<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const results = await Promise.allSettled(work);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason;
    return result.value;
  });
}

async function readFiles(
  session: DataSession,
  tasks: readonly ReadTask[],
  dryRun: boolean,
): Promise<ReadResult[]> {
  const bytes = tasks.reduce((sum, task) => sum + (task.size ?? 0), 0);
  const progress = session.app.ui.progress(dryRun ? "reading" : "adding", bytes, "bytes");
  const options = { signal: session.app.signal, onBytes: (count: number) => progress.add(count) };
  try {
    if (!dryRun) return await session.cache.insertFiles(tasks, options);
    return await hashFiles(
      tasks.map((task) => task.source),
      options,
    );
  } finally {
    progress.done();
  }
}

async function readTarget(
  session: DataSession,
  given: AddJob,
  options: AddOptions & { readonly read: ReadFiles },
): Promise<ReadTarget> {
  const job = await followIfDamaged(session, given);
  const found = await readJob(session, job, options);
  const before = job.before?.pointer;
  const beforeEntries = (before && (await cachedEntriesOf(session.cache, before))) ?? [];
  const entries = job.under ? await withOtherParts(session, job, found.entries) : found.entries;
  const content = pointerFor(job, entries);
  const writable = !options.dryRun && found.faults.length === 0 && content !== undefined;
  const same = before && content && formatPointer(content.pointer) === formatPointer(before);
  const state = before === undefined ? "added" : same ? "unchanged" : "updated";
  const outcome = {
    path: job.path,
    pointer: pointerPathOf(job.path),
    kind: job.kind,
    state,
    files: entries.length,
    bytes: entries.reduce((sum, entry) => sum + entry.size, 0),
    ...countChanges(compareListings(beforeEntries, entries)),
    faults: found.faults,
    written: writable && state !== "unchanged" ? [pointerPathOf(job.path)] : [],
  } as const;
  return { job, found, outcome, ...(writable && { content }) };
}

async function writeTargets(session: DataSession, targets: readonly ReadTarget[]): Promise<void> {
  const { root } = session.workspace;
  const ready = targets.flatMap(({ content, ...target }) => (content ? [{ ...target, content }] : []));
  await session.cache.insertBytes(ready.flatMap(({ content }) => [...content.manifests.values()]));
  const changed = ready.filter(({ outcome }) => outcome.state !== "unchanged");
  await writeWorktreeFiles(
    root,
    changed.map(({ outcome, content }) => {
      return { path: join(root, outcome.pointer), text: formatPointer(content.pointer) };
    }),
  );
  await placeLinks(
    session,
    ready.map(({ job, found, content }) => {
      return { job, pointer: content.pointer, inserted: found.inserted, followed: found.followed };
    }),
  );
}

/** A directory's entries with only some parts replaced by what is on disk. */
async function withOtherParts(
  session: DataSession,
  job: AddJob,
  parts: readonly FileEntry[],
): Promise<readonly FileEntry[]> {
  if (job.before === undefined) return parts;
  const all = await entriesOf(job.before.pointer, cachedManifests(session.cache));
  return sortEntries([...all.filter((entry) => !isSelected(entry.path, job.under ?? [])), ...parts]);
}

function pointerFor(job: AddJob, entries: readonly FileEntry[]): PointerContent | undefined {
  const meta = job.before?.pointer.meta;
  if (job.kind === "directory") return directoryContent(entries, meta);
  const [file] = entries;
  if (file === undefined) return undefined;
  const { sha256, size, mode } = file;
  return {
    pointer: { kind: "file", sha256, size, mode, ...(meta !== undefined && { meta }) },
    manifests: new Map(),
  };
}
