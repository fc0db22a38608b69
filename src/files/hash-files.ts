import { hashJob } from "./hash-job.js";
import type { BatchOptions, ReadResult } from "./read-result.js";
import { isSmallBatch, slice } from "./slices.js";
import { sizeOf } from "./stamp.js";
import { monitored, runJobs } from "./worker-pool.js";

/**
 * Hashes files (absolute paths), in worker threads if there is much to read; one result per path, in order.
 * @throws {Interrupted} on abort.
 */
export async function hashFiles(paths: readonly string[], options: BatchOptions = {}): Promise<ReadResult[]> {
  const sizes = new Map(paths.map((path) => [path, sizeOf(path)]));
  const size = (path: string) => sizes.get(path) ?? 0;
  const bytes = paths.reduce((sum, path) => sum + size(path), 0);
  const inline = isSmallBatch(paths.length, bytes);
  return await monitored(options, async (control) => {
    return (await runJobs(hashJob, slice(paths, size), control, inline)).flat();
  });
}
