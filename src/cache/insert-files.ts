import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashJob } from "../files/hash-job.js";
import type { JobControl } from "../files/job.js";
import type { ReadResult } from "../files/read-result.js";
import { isSmallBatch, slice } from "../files/slices.js";
import { sizeOf } from "../files/stamp.js";
import { postJob, runJobs } from "../files/worker-pool.js";
import { cacheError } from "./check-object.js";
import { type InsertTask, insertJob } from "./insert-job.js";
import { canReflink, copyLarge, largeFile } from "./large-file.js";
import { type CacheLayout, objectPath } from "./layout.js";
import { settleJob } from "./settle-job.js";
import { verifyJob } from "./verify-job.js";

/** A place in a batch, kept while it is cut up. */
interface Numbered {
  readonly index: number;
  readonly size: number;
  readonly task: InsertTask;
}

/**
 * Copies files into the cache, not yet flushed: small ones spread over threads, large ones one by one with two threads each.
 * @param temp a folder of this process on the cache's file system.
 * @returns one result per task, in order.
 */
export async function insertAll(
  layout: CacheLayout,
  temp: string,
  tasks: readonly InsertTask[],
  control: JobControl,
): Promise<ReadResult[]> {
  const numbered = tasks.map((task, index) => ({ index, task, size: task.size ?? sizeOf(task.source) }));
  const small = numbered.filter(({ size }) => size < largeFile);
  const bytes = small.reduce((sum, { size }) => sum + size, 0);
  const slices = slice(small, ({ size }) => size);
  const inputs = slices.map((part, number) => {
    return { layout, temp, slice: number, tasks: part.map(({ task }) => task) };
  });
  const results: ReadResult[] = [];
  const outputs = await runJobs(insertJob, inputs, control, isSmallBatch(small.length, bytes));
  for (const [number, part] of slices.entries()) {
    for (const [position, { index }] of part.entries()) {
      const result = outputs[number]?.[position];
      if (result !== undefined) results[index] = result;
    }
  }
  for (const large of numbered.filter(({ size }) => size >= largeFile)) {
    if (control.stopped) break;
    results[large.index] = await insertLarge(layout, join(temp, `large-${large.index}`), large, control);
  }
  return results;
}

async function insertLarge(
  layout: CacheLayout,
  temp: string,
  { task, size }: Numbered,
  control: JobControl,
): Promise<ReadResult> {
  const { source, expected } = task;
  if (expected !== undefined && sizeOf(objectPath(layout, expected)) === size) {
    const [[read], [found]] = await Promise.all([
      postJob(0, hashJob, [source], control),
      postJob(1, verifyJob, { layout, digests: [expected], counted: false }, control),
    ]);
    if (read !== undefined && (!read.ok || (read.sha256 === expected && found?.state === "intact")))
      return read;
    control.addBytes(-size);
    control.addFiles(-1);
  }
  try {
    if (canReflink(source, temp)) {
      const [read] = await postJob(
        0,
        insertJob,
        { layout, temp: dirname(temp), slice: -1, tasks: [task] },
        control,
      );
      if (read !== undefined) return read;
    }
    const read = await copyLarge({ source, target: temp, mode: 0o444, durable: true }, control);
    if (read.ok) await postJob(0, settleJob, { layout, temp, sha256: read.sha256 }, control);
    control.addFiles(1);
    return read;
  } catch (error) {
    throw cacheError(error, layout, `cannot copy ${source} to the cache at ${layout.root}`);
  } finally {
    rmSync(temp, { force: true });
  }
}
