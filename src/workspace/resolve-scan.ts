import { compareBytes } from "../core/byte-order.js";
import type { Sha256 } from "../core/sha256.js";
import type { FileEntry } from "../data/types.js";
import type { ReadFault, ReadResult } from "../files/read-result.js";
import { fileMoment, isTrusted } from "./file-clock.js";
import type { Scan } from "./scan.js";
import { StatGroup, type StatRecord } from "./stat-group.js";

export interface ReadTask {
  /** Absolute. */
  readonly source: string;
  /** The digest it had when last seen. */
  readonly expected?: Sha256;
  /** Its bytes when last seen. */
  readonly size?: number;
}

export interface ResolvedScan {
  /** Every readable file that is there, byte-sorted; path is empty if the target is a file. */
  readonly entries: readonly FileEntry[];
  /** To be kept in the stat cache. Keeps its listing if files, modes and bytes are all as they were, else has none: give it one. */
  readonly group: StatGroup;
  /** What could not be read, and why. */
  readonly faults: readonly { readonly path: string; readonly reason: ReadFault; readonly message: string }[];
}

/**
 * Reads what changed and makes the full list of files.
 * @param read `hashFiles`-like (status) or `cache.insertFiles` (add); one result per task, in order.
 * @param clockDir a writable folder on the file system of the data (`<stateDir>`), whose clock decides what is trusted.
 */
export async function resolveScan(
  scan: Scan,
  read: (tasks: readonly ReadTask[]) => Promise<ReadResult[]>,
  clockDir: string,
): Promise<ResolvedScan> {
  if (scan.listing !== undefined && scan.group !== undefined) {
    return { entries: toEntries(scan.unchangedRecords()), group: scan.group, faults: [] };
  }
  const moment = scan.changed.length > 0 ? fileMoment(clockDir) : undefined;
  const tasks = scan.changed.map(({ path, known, stamp }) => {
    return {
      source: path === "" ? scan.path : `${scan.path}/${path}`,
      size: stamp.size,
      ...(known && { expected: known.sha256 }),
    };
  });
  const results = tasks.length > 0 ? await read(tasks) : [];
  const faults: { path: string; reason: ReadFault; message: string }[] = [];
  const fresh: StatRecord[] = [];
  let same = scan.missing.length + scan.problems.length === 0;
  for (const [index, { path, known }] of scan.changed.entries()) {
    const result = results[index];
    if (result === undefined) throw new Error(`no result for ${path}`);
    if (!result.ok) {
      faults.push({ path, reason: result.reason, message: result.message });
      same = false;
      continue;
    }
    const { sha256, executable, stamp } = result;
    same &&= known?.sha256 === sha256 && known.executable === executable;
    fresh.push({
      path,
      sha256,
      executable,
      stamp,
      trusted: moment !== undefined && isTrusted(stamp, moment),
    });
  }
  const records = merge(scan.unchangedRecords(), fresh);
  same &&= records.length === scan.group?.length;
  const group = StatGroup.of(records, same ? scan.group?.listing : undefined);
  return { entries: toEntries(records), group, faults };
}

function toEntries(records: Iterable<StatRecord>): FileEntry[] {
  const entries: FileEntry[] = [];
  for (const { path, sha256, stamp, executable } of records) {
    entries.push({ path, sha256, size: stamp.size, mode: executable ? "755" : "644" });
  }
  return entries;
}

/** Two byte-sorted runs as one. */
function merge(unchanged: Iterable<StatRecord>, fresh: readonly StatRecord[]): StatRecord[] {
  const records: StatRecord[] = [];
  let next = 0;
  for (const record of unchanged) {
    for (let other = fresh[next]; other && compareBytes(other.path, record.path) < 0; other = fresh[next]) {
      records.push(other);
      next++;
    }
    records.push(record);
  }
  return records.concat(fresh.slice(next));
}
