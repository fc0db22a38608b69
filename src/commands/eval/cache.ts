import { existsSync, rmSync, statSync } from "node:fs";
import type { App } from "../../app/app.js";
import { answerCachePath, openCache } from "../../app/evals/open-cache.js";
import { ExitCode } from "../../core/exit-codes.js";
import { countOf, formatBytes } from "../../core/format-bytes.js";
import { relativeTime, timestamp } from "../../core/format-time.js";
import { isDamaged } from "../../ledger/ledger-error.js";

/** `mlx eval cache stats`: to look makes no cache. */
export async function cacheStats(app: App): Promise<ExitCode> {
  const path = await answerCachePath(app);
  const stats = existsSync(path) ? (await openCache(app)).stats() : { entries: 0, bytes: 0 };
  const { entries, bytes, oldest, newest } = { oldest: undefined, newest: undefined, ...stats };
  if (app.ui.mode.json) {
    app.ui.json({
      path,
      entries,
      bytes,
      oldest: oldest === undefined ? null : timestamp(oldest),
      newest: newest === undefined ? null : timestamp(newest),
    });
  } else {
    const since = oldest === undefined ? "" : `, the oldest ${relativeTime(oldest, app.now())}`;
    app.ui.answer(`${countOf(entries, "answer")}, ${formatBytes(bytes)}${since}`);
  }
  return ExitCode.ok;
}

/** The options of `mlx eval cache clear`. */
/** A damaged cache, of which all is to go, is taken away as it is: how many answers it held nobody knows. */
async function cleared(app: App, path: string, before: number | undefined, dryRun: boolean) {
  try {
    const cache = await openCache(app);
    const { bytes } = cache.stats();
    const removed = dryRun ? cache.count(before) : cache.clear(before);
    return { removed, freed: dryRun ? 0 : Math.max(0, bytes - cache.stats().bytes) };
  } catch (error) {
    if (!isDamaged(error) || before !== undefined || dryRun) throw error;
    const freed = statSync(path).size;
    for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
    return { removed: 0, freed };
  }
}

export interface CacheClearOptions {
  /** Days. */
  readonly olderThan?: number;
  readonly dryRun: boolean;
}

const day = 86_400_000;

/** `mlx eval cache clear` */
export async function cacheClear(app: App, { olderThan, dryRun }: CacheClearOptions): Promise<ExitCode> {
  const path = await answerCachePath(app);
  const before = olderThan === undefined ? undefined : app.now() - olderThan * day;
  const { removed, freed } = existsSync(path)
    ? await cleared(app, path, before, dryRun)
    : { removed: 0, freed: 0 };
  if (app.ui.mode.json) app.ui.json({ removed, freed, dryRun });
  else if (dryRun) app.ui.out(`would remove ${countOf(removed, "answer")}`);
  else app.ui.out(`removed ${countOf(removed, "answer")}, ${formatBytes(freed)}`);
  return ExitCode.ok;
}
