import type { LinkResult } from "../../cache/link-result.js";
import { compareBytes } from "../../core/byte-order.js";
import type { Target } from "../../data/target.js";
import type { FileContent } from "../../data/types.js";
import { type Stamp, stampAt } from "../../files/stamp.js";
import { type FileMoment, isTrusted, settledMoment } from "../../workspace/file-clock.js";
import { StatGroup, type StatRecord } from "../../workspace/stat-group.js";
import { rememberedLinks, rememberLinks } from "./linked-files.js";
import { identityOf } from "./listing.js";
import type { DataSession } from "./session.js";

export interface WrittenFiles {
  readonly target: Target;
  readonly removed: readonly string[];
  readonly tasks: readonly { readonly path: string; readonly content: FileContent }[];
  /** One per task. */
  readonly results: readonly LinkResult[];
  /** Whether the data now equals its pointer. */
  readonly whole: boolean;
}

/** Notes in the stat cache what was put in place, so that the next status need not read it again. */
export async function rememberWritten(session: DataSession, written: readonly WrittenFiles[]): Promise<void> {
  const stamps = written.map((files) => stampsOf(session, files));
  const moment = await settledMoment(session.workspace.stateDir, stamps.flat().filter(isDefined));
  for (const [index, files] of written.entries()) remember(session, files, stamps[index] ?? [], moment);
}

/** Of what proves the bytes of each task: the file, or the object that a symbolic link leads to. */
function stampsOf(session: DataSession, { tasks, results }: WrittenFiles): (Stamp | undefined)[] {
  return tasks.map(({ content }, index) => {
    const result = results[index];
    if (!result?.ok) return undefined;
    return result.link === "symlink" ? stampAt(session.cache.pathOf(content.sha256))?.stamp : result.stamp;
  });
}

function remember(
  session: DataSession,
  { target, removed, tasks, results, whole }: WrittenFiles,
  stamps: readonly (Stamp | undefined)[],
  moment: FileMoment,
): void {
  const records = new Map<string, StatRecord>();
  for (const record of session.statCache.get(target.path)?.records() ?? []) records.set(record.path, record);
  for (const path of removed) records.delete(path);
  const links = rememberedLinks(session, target.path);
  for (const [index, { path, content }] of tasks.entries()) {
    const result = results[index];
    const stamp = stamps[index];
    records.delete(path);
    links.delete(path);
    if (!result?.ok || stamp === undefined) continue;
    const record = { path, stamp, sha256: content.sha256, trusted: isTrusted(stamp, moment) };
    if (result.link === "symlink") links.set(path, { ...record, executable: false });
    else records.set(path, { ...record, executable: result.executable });
  }
  if (links.size > 0) rememberLinks(session, target.path, [...links.values()]);
  const sorted = [...records.values()].sort((a, b) => compareBytes(a.path, b.path));
  const linked = results.some((result) => result.ok && result.link === "symlink");
  const listing = whole && !linked ? identityOf(target.pointer) : undefined;
  session.statCache.set(target.path, StatGroup.of(sorted, listing));
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
