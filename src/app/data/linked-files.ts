import { compareBytes } from "../../core/byte-order.js";
import type { Sha256 } from "../../core/sha256.js";
import type { FileEntry } from "../../data/types.js";
import { hashFiles } from "../../files/hash-files.js";
import { sameStamp, stampAt } from "../../files/stamp.js";
import { fileMoment, isTrusted } from "../../workspace/file-clock.js";
import { StatGroup, type StatRecord } from "../../workspace/stat-group.js";
import type { DataSession } from "./session.js";

/** A symbolic link of a target that leads to an object of the cache. */
export interface LinkedFile {
  /** Inside the target; empty if the target itself is the link. */
  readonly path: string;
  /** The name of the object. Its bytes are others if somebody wrote through the link. */
  readonly sha256: Sha256;
}

/**
 * What the links of a target lead to, byte-sorted: the digest is that of the bytes. An object is only read if its stamp
 * is not known to be that of intact bytes. Links whose object is gone are left out.
 */
export async function readLinkedFiles(
  session: DataSession,
  target: string,
  links: readonly LinkedFile[],
): Promise<FileEntry[]> {
  if (links.length === 0) return [];
  const known = rememberedLinks(session, target);
  const moment = fileMoment(session.workspace.stateDir);
  const records: StatRecord[] = [];
  const unsure: LinkedFile[] = [];
  for (const link of links) {
    const record = known.get(link.path);
    const seen = stampAt(session.cache.pathOf(link.sha256));
    if (seen?.kind !== "file") continue;
    if (record?.trusted && record.sha256 === link.sha256 && sameStamp(record.stamp, seen.stamp)) {
      records.push(record);
    } else unsure.push(link);
  }
  const sources = unsure.map(({ sha256 }) => session.cache.pathOf(sha256));
  for (const [index, result] of (await hashFiles(sources, { signal: session.app.signal })).entries()) {
    const path = unsure[index]?.path;
    if (path === undefined || !result.ok) continue;
    const { sha256, stamp } = result;
    records.push({ path, sha256, stamp, executable: false, trusted: isTrusted(stamp, moment) });
  }
  if (unsure.length > 0 || known.size !== records.length) rememberLinks(session, target, records);
  const entries = records.map(
    ({ path, sha256, stamp }): FileEntry => ({ path, sha256, size: stamp.size, mode: "644" }),
  );
  return entries.sort((a, b) => compareBytes(a.path, b.path));
}

/** Keeps the stamps of objects that links of a target lead to; they replace those that were kept before. */
export function rememberLinks(session: DataSession, target: string, records: readonly StatRecord[]): void {
  const sorted = [...records].sort((a, b) => compareBytes(a.path, b.path));
  session.statCache.set(keyOf(target), StatGroup.of(sorted));
}

/** The links of a target that were kept, by path. */
export function rememberedLinks(session: DataSession, target: string): Map<string, StatRecord> {
  const records = [...(session.statCache.get(keyOf(target))?.records() ?? [])];
  return new Map(records.map((record) => [record.path, record]));
}

/** No path has a NUL: this is not the name of any target. */
function keyOf(target: string): string {
  return `${target}\0links`;
}
