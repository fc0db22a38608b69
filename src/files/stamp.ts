import type { BigIntStats } from "node:fs";
import { exactStatsAt, statsAt } from "./stats-at.js";

/** What the file system says of a file without reading it. Equal stamps that are old enough mean equal bytes. */
export interface Stamp {
  readonly dev: bigint;
  readonly ino: bigint;
  /** Bytes. */
  readonly size: number;
  /** Nanoseconds since the epoch, by the file system's clock. */
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

export type PathKind = "file" | "directory" | "symlink" | "other";

export function stampOfStats(stats: BigIntStats): Stamp {
  return {
    dev: BigInt.asUintN(64, stats.dev),
    ino: BigInt.asUintN(64, stats.ino),
    size: Number(stats.size),
    mtimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
  };
}

function kindOfStats(stats: BigIntStats): PathKind {
  if (stats.isFile()) return "file";
  if (stats.isDirectory()) return "directory";
  return stats.isSymbolicLink() ? "symlink" : "other";
}

export function isExecutable(stats: { readonly mode: bigint }): boolean {
  return (stats.mode & 0o100n) !== 0n;
}

export function sameStamp(a: Stamp, b: Stamp): boolean {
  return (
    a.ino === b.ino &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs &&
    a.dev === b.dev
  );
}

/** What stands at a path. */
export interface Seen {
  readonly kind: PathKind;
  readonly executable: boolean;
  readonly stamp: Stamp;
}

/**
 * What is at `path` itself (a link is not followed); `undefined` if nothing is there.
 * @throws system errors, such as EACCES for a folder on the way.
 */
export function stampAt(path: string): Seen | undefined {
  const stats = exactStatsAt(path);
  if (stats === undefined) return undefined;
  return { kind: kindOfStats(stats), executable: isExecutable(stats), stamp: stampOfStats(stats) };
}

/** Bytes; 0 if that cannot be told. */
export function sizeOf(path: string): number {
  try {
    return statsAt(path)?.size ?? 0;
  } catch {
    return 0;
  }
}
