import { recordFile } from "../paths.js";
import type { RegistryItem } from "../read-item.js";
import type { HistoryCommit } from "./commit-change.js";
import type { GoneFile } from "./gone-file.js";

/** What is not committed comes after every commit. */
const uncommitted = Number.POSITIVE_INFINITY;

/** What else the verdict on files that are gone depends on. */
export interface DeletionFacts {
  /** Digests of the records whose publication gave way to another one in a merge. */
  readonly gaveWay: ReadonlySet<string>;
  /** The commit that brought each file into the history. */
  readonly firstAdded: ReadonlyMap<string, HistoryCommit>;
}

/** Of what was committed and is not there, what nobody was to delete. */
export function deletedFiles(
  item: RegistryItem,
  files: readonly GoneFile[],
  facts: DeletionFacts,
): GoneFile[] {
  const present = presentRecords(item);
  const gone = new Set(files.map(({ life }) => life.path));
  const published = recordsOf(files);
  const lapsed = new Set(
    files.flatMap(({ life, content }) => {
      const digest = content.kind === "record" ? content.record.digest : undefined;
      return digest !== undefined && facts.gaveWay.has(digest) ? [life.path] : [];
    }),
  );
  const hadRecord = (version: string) => {
    const file = recordFile(item.noun, item.name, version);
    const there = item.versions.some((entry) => entry.version === version && entry.record !== undefined);
    return there || (gone.has(file) && !lapsed.has(file));
  };
  const begunAnew = beginning(item, files, present, facts);
  return files.filter(({ life, content }) => {
    if ((life.taken?.order ?? uncommitted) <= begunAnew) return false;
    if (content.kind === "frozen") return hadRecord(content.version);
    if (content.kind === "record") return !lapsed.has(life.path);
    if (content.kind === "evidence") {
      const { record } = content.evidence;
      // Evidence of nothing that there is, or was, counts for nothing, and may be deleted.
      return !facts.gaveWay.has(record) && (present.has(record) || published.has(record));
    }
    if (content.kind === "unknown") return true;
    const { kind, target } = content.event;
    if (target !== undefined && facts.gaveWay.has(target.record)) return false;
    // A publication that was interrupted, and never came to its end.
    return kind !== "publish" || target === undefined || hadRecord(target.version);
  });
}

function presentRecords(item: RegistryItem): Set<string> {
  return new Set(item.versions.flatMap(({ record }) => (record?.ok ? [record.value.digest] : [])));
}

/** The digests of the records that files which are gone are, or published. */
function recordsOf(files: readonly GoneFile[]): Set<string> {
  const digests = files.flatMap(({ content }) => {
    if (content.kind === "record") return [content.record.digest];
    const target =
      content.kind === "event" && content.event.kind === "publish" ? content.event.target : undefined;
    return target === undefined ? [] : [target.record];
  });
  return new Set(digests);
}

/**
 * Where the item began that is there now. One that was removed as a whole may be begun anew under its name; what the former one
 * had is no loss of this one. It is another one if none of its events was there before, and none of its versions is one
 * that a former event published.
 * @returns where in the history: what went before or there is of the former one; below 0 where there was none.
 */
function beginning(
  item: RegistryItem,
  files: readonly GoneFile[],
  present: ReadonlySet<string>,
  { firstAdded }: DeletionFacts,
): number {
  if (item.events.length === 0) return -1;
  const former = recordsOf(files);
  if ([...present].some((digest) => former.has(digest))) return -1;
  const added = item.events.map(({ file }) => firstAdded.get(file)?.order ?? uncommitted);
  return Math.min(...added);
}
