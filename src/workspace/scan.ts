import { setImmediate as breathe } from "node:timers/promises";
import { compareBytes } from "../core/byte-order.js";
import { Interrupted } from "../core/errors.js";
import type { Sha256 } from "../core/sha256.js";
import { ioError, ioReason } from "../files/io-error.js";
import { JobControl } from "../files/job.js";
import { type PathKind, type Seen, type Stamp, stampAt } from "../files/stamp.js";
import { walk } from "../files/walk.js";
import { postJob, threadCount } from "../files/worker-pool.js";
import {
  awaitSteps,
  type Comparison,
  compareJob,
  compareStep,
  newComparison,
  Verdict,
} from "./compare-job.js";
import type { StatGroup, StatRecord } from "./stat-group.js";

export interface ScanRequest {
  /** Absolute path of the data. */
  readonly path: string;
  readonly kind: "file" | "directory";
  /** What was last seen there. */
  readonly group?: StatGroup | undefined;
  readonly signal?: AbortSignal;
}

export interface ScannedFile {
  /** Relative to the target; empty if the target is a file. */
  readonly path: string;
  readonly stamp: Stamp;
  readonly executable: boolean;
  /** What was last known of it; its bytes may still be the same. */
  readonly known?: StatRecord;
}

export interface ScanProblem {
  readonly path: string;
  readonly what: "symlink" | "special" | "unreadable";
  /** A sentence without the path: `it is a symbolic link`. */
  readonly message: string;
}

/** What is at a target, compared with what was last seen there. */
export interface Scan {
  /** Absolute path of the data. */
  readonly path: string;
  readonly kind: "file" | "directory";
  /** What stands there. If it is not `kind`, everything below is empty. */
  readonly found: PathKind | "absent";
  readonly group: StatGroup | undefined;
  /** How many files are as recorded. */
  readonly unchanged: number;
  /** New, changed or not to be trusted; byte-sorted. They must be read to know. */
  readonly changed: readonly ScannedFile[];
  /** Recorded, and gone; byte-sorted. */
  readonly missing: readonly string[];
  readonly problems: readonly ScanProblem[];
  /** The listing of the group, if all is as recorded. */
  readonly listing: Sha256 | undefined;
  /** The recorded files that are unchanged, byte-sorted. */
  readonly unchangedRecords: () => Iterable<StatRecord>;
}

/** From this many records on, worker threads help. */
const manyRecords = 12_000;
const stepsBetweenBreaths = 8;

/**
 * Compares a target with its records by stamps alone; reads no file.
 * @throws {Interrupted} on abort. @throws {MlxError} MLX_PERMISSION or MLX_IO if a folder on the way cannot be entered.
 */
export async function scanTarget(request: ScanRequest): Promise<Scan> {
  if (request.signal?.aborted) throw new Interrupted();
  const { path, kind, group } = request;
  const seen = lookAt(path);
  const found = seen?.kind ?? "absent";
  if (seen !== undefined && found === kind) {
    return kind === "file" ? scanFile(request, seen) : await scanFolder(request);
  }
  const nothing = { unchanged: 0, changed: [], missing: [], problems: [], listing: undefined };
  return { path, kind, found, group, ...nothing, unchangedRecords: () => [] };
}

function lookAt(path: string): Seen | undefined {
  try {
    return stampAt(path);
  } catch (error) {
    throw ioError(error, `cannot look at ${path}`);
  }
}

function scanFile({ path, group }: ScanRequest, { stamp, executable }: Seen): Scan {
  const known = group?.find("");
  const base = { path, kind: "file", found: "file", group, missing: [], problems: [] } as const;
  if (known?.trusted && group?.matches(0, signed(stamp))) {
    return { ...base, unchanged: 1, changed: [], listing: group.listing, unchangedRecords: () => [known] };
  }
  const changed = [{ path: "", stamp, executable, ...(known && { known }) }];
  return { ...base, unchanged: 0, changed, listing: undefined, unchangedRecords: () => [] };
}

function signed(stamp: Stamp) {
  return {
    ...stamp,
    dev: BigInt.asIntN(64, stamp.dev),
    ino: BigInt.asIntN(64, stamp.ino),
    size: BigInt(stamp.size),
  };
}

async function scanFolder(request: ScanRequest): Promise<Scan> {
  const { path, group } = request;
  const comparison = group && newComparison(path, group);
  if (comparison && group && group.length >= manyRecords) callHelpers(comparison);
  const listing = walk(path);
  if (comparison && group) await compareAll(comparison, group, request.signal);
  const outcome = new Outcome(path, group, comparison?.verdicts);
  for (const oddity of listing.oddities) outcome.problems.push(oddity);
  if (group) outcome.lookAgain(group, foldersThatAreLinks(listing.oddities));
  // Every record's file is there, and there are no more files than records: then nothing is new.
  const complete = group !== undefined && outcome.missing.length === 0 && listing.count === group.length;
  if (!complete) outcome.addNew(listing.files());
  return outcome.toScan();
}

function foldersThatAreLinks(oddities: readonly ScanProblem[]): ReadonlySet<string> {
  return new Set(oddities.filter(({ what }) => what === "symlink").map(({ path }) => path));
}

function isBehind(path: string, links: ReadonlySet<string>): boolean {
  for (let cut = path.lastIndexOf("/"); cut > 0; cut = path.lastIndexOf("/", cut - 1)) {
    if (links.has(path.slice(0, cut))) return true;
  }
  return false;
}

/** Worker threads join in as soon as they have started; nobody waits for those that come too late. */
function callHelpers(comparison: Comparison): void {
  for (let lane = 0; lane < threadCount() - 1; lane++) {
    postJob(lane, compareJob, comparison, new JobControl()).catch(() => undefined);
  }
}

async function compareAll(comparison: Comparison, group: StatGroup, signal?: AbortSignal): Promise<void> {
  for (let steps = 1; compareStep(comparison, group); steps++) {
    if (steps % stepsBetweenBreaths !== 0) continue;
    await breathe();
    if (signal?.aborted) throw new Interrupted();
  }
  awaitSteps(comparison, group);
}

/** Puts a folder's scan together. */
class Outcome {
  readonly changed: ScannedFile[] = [];
  readonly missing: string[] = [];
  readonly problems: ScanProblem[] = [];

  constructor(
    readonly path: string,
    readonly group: StatGroup | undefined,
    readonly verdicts: Uint8Array | undefined,
  ) {}

  /** Looks once more at recorded files that are not as recorded. What lies behind a link is not there, though it can be reached. */
  lookAgain(group: StatGroup, links: ReadonlySet<string>): void {
    for (let index = 0; index < group.length; index++) {
      const behindLink = links.size > 0 && isBehind(group.pathAt(index), links);
      if (behindLink && this.verdicts) this.verdicts[index] = Verdict.missing;
      if (this.verdicts?.[index] === Verdict.unchanged) continue;
      const known = group.at(index);
      if (behindLink || !this.#see(known.path, known)) this.missing.push(known.path);
    }
  }

  /** Adds those of the files, byte-sorted, that have no record. */
  addNew(files: readonly string[]): void {
    const recorded = new Set<string>();
    for (let index = 0; index < (this.group?.length ?? 0); index++)
      recorded.add(this.group?.pathAt(index) ?? "");
    const before = this.changed.length;
    for (const path of files) if (!recorded.has(path)) this.#see(path, undefined);
    if (before > 0) this.changed.sort((a, b) => compareBytes(a.path, b.path));
  }

  /** @returns false if no file is there; links and the like were met by the walk. */
  #see(path: string, known: StatRecord | undefined): boolean {
    try {
      const seen = stampAt(`${this.path}/${path}`);
      if (seen?.kind !== "file") return false;
      const { stamp, executable } = seen;
      this.changed.push({ path, stamp, executable, ...(known && { known }) });
    } catch (error) {
      this.problems.push({ path, what: "unreadable", message: ioReason(error) });
    }
    return true;
  }

  toScan(): Scan {
    const { path, group, verdicts, changed, missing, problems } = this;
    const unchangedRecords = function* () {
      for (let index = 0; index < (group?.length ?? 0); index++) {
        if (group && verdicts?.[index] === Verdict.unchanged) yield group.at(index);
      }
    };
    const same = changed.length + missing.length + problems.length === 0;
    const unchanged =
      verdicts?.reduce((sum, verdict) => sum + (verdict === Verdict.unchanged ? 1 : 0), 0) ?? 0;
    return {
      path,
      kind: "directory",
      found: "directory",
      group,
      unchanged,
      changed,
      missing,
      problems,
      listing: same ? group?.listing : undefined,
      unchangedRecords,
    };
  }
}
