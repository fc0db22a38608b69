import { closeSync, fstatSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ioError } from "../files/io-error.js";
import type { Stamp } from "../files/stamp.js";

/** A moment by the clock of a file system, and how finely that clock tells time. */
export interface FileMoment {
  /** Nanoseconds since the epoch. */
  readonly ns: bigint;
  /** The device that the clock belongs to. */
  readonly dev: bigint;
  /** How much older than the moment a stamp must be to be trusted. */
  readonly marginNs: bigint;
}

const fineMarginNs = 20_000_000n;
const coarseMarginNs = 2_000_000_000n;
const second = 1_000_000_000n;
let counter = 0;

/**
 * Now, by the clock of the file system that holds `dir`: the time that a fresh temporary file gets.
 * @throws {MlxError} MLX_DISK_FULL, MLX_PERMISSION, MLX_IO.
 */
export function fileMoment(dir: string): FileMoment {
  const probe = join(dir, `.clock-${process.pid}-${counter++}.mlx-tmp`);
  try {
    mkdirSync(dir, { recursive: true });
    const handle = openSync(probe, "wx");
    try {
      const { mtimeNs, dev } = fstatSync(handle, { bigint: true });
      const marginNs = mtimeNs % second === 0n ? coarseMarginNs : fineMarginNs;
      return { ns: mtimeNs, dev: BigInt.asUintN(64, dev), marginNs };
    } finally {
      closeSync(handle);
      rmSync(probe, { force: true });
    }
  } catch (error) {
    throw ioError(error, `cannot write in ${dir}`);
  }
}

/**
 * Git's racy rule: whether any change made after `moment` has to show in the stamp. True if the file's times lie
 * clearly before it; a file of another device, whose clock may differ, must be two seconds older.
 */
export function isTrusted(stamp: Stamp, moment: FileMoment): boolean {
  const newest = lastTouched(stamp);
  const margin = stamp.dev === moment.dev && newest % second !== 0n ? moment.marginNs : coarseMarginNs;
  return newest + margin < moment.ns;
}

/**
 * A moment at which these files, just written by mlx itself, can be trusted: waits a few milliseconds if need be, but
 * not for the seconds that a coarse clock would take.
 */
export async function settledMoment(dir: string, written: Iterable<Stamp>): Promise<FileMoment> {
  const moment = fileMoment(dir);
  if (moment.marginNs > fineMarginNs) return moment;
  const horizon = moment.ns - fineMarginNs;
  for (const stamp of written) {
    if (lastTouched(stamp) < horizon) continue;
    await sleep(25);
    return fileMoment(dir);
  }
  return moment;
}

function lastTouched({ mtimeNs, ctimeNs }: Stamp): bigint {
  if (mtimeNs < ctimeNs) return ctimeNs;
  return mtimeNs;
}
