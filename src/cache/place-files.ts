import { lstatSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JobControl } from "../files/job.js";
import { isSmallBatch, slice } from "../files/slices.js";
import { runJobs } from "../files/worker-pool.js";
import { faultyObject } from "./check-object.js";
import { canReflink, copyLarge, largeFile } from "./large-file.js";
import { objectPath } from "./layout.js";
import type { LinkResult, LinkTask } from "./link-result.js";
import { fileBits, linkFault, objectFault, type PlaceInput, placeJob, temporaryName } from "./place-job.js";
import { FolderMaker, putInPlace } from "./put-in-place.js";

/** What all tasks of a batch have in common. */
export type PlaceSettings = Omit<PlaceInput, "slice" | "tasks">;

/** Puts objects into the working tree; one result per task, in order. */
export async function placeAll(
  settings: PlaceSettings,
  tasks: readonly LinkTask[],
  control: JobControl,
): Promise<LinkResult[]> {
  const numbered = tasks.map((task, index) => ({ index, task }));
  const isLarge = ({ task }: { task: LinkTask }) => task.size >= largeFile && isCopied(settings, task);
  const large = numbered.filter(isLarge);
  const apart = new Set(large);
  const small = large.length === 0 ? numbered : numbered.filter((item) => !apart.has(item));
  const slices = slice(small, ({ task }) => task.size);
  const inputs = slices.map((part, number) => {
    return { ...settings, slice: number, tasks: part.map(({ task }) => task) };
  });
  const bytes = small.reduce((sum, { task }) => sum + task.size, 0);
  const outputs = await runJobs(placeJob, inputs, control, isSmallBatch(small.length, bytes));
  const results: LinkResult[] = [];
  for (const [number, part] of slices.entries()) {
    for (const [position, { index }] of part.entries()) {
      const result = outputs[number]?.[position];
      if (result !== undefined) results[index] = result;
    }
  }
  for (const { index, task } of large) {
    if (control.stopped) break;
    results[index] = await placeLarge(settings, task, index, control);
    control.addFiles(1);
  }
  return blameCorruption(tasks, results);
}

/** Whether the first kind of link that is to be had is a copy. */
function isCopied({ links, layout, temp }: PlaceSettings, task: LinkTask): boolean {
  for (const link of links) {
    if (link === "copy") return true;
    if (link === "reflink" && canReflink(objectPath(layout, task.sha256), join(temp, "reflink-probe")))
      return false;
    if ((link === "hardlink" || link === "symlink") && task.mode === "644") return false;
  }
  return true;
}

async function placeLarge(
  { layout, temp, within }: PlaceSettings,
  task: LinkTask,
  index: number,
  control: JobControl,
): Promise<LinkResult> {
  const folder = dirname(task.target);
  let target = join(temp, `large-${index}`);
  try {
    new FolderMaker(within).make(folder);
    if (lstatSync(temp).dev !== statSync(folder).dev)
      target = join(folder, temporaryName(task.target, index));
    const source = objectPath(layout, task.sha256);
    const read = await copyLarge({ source, target, mode: fileBits(task.mode), durable: false }, control);
    if (read.ok && read.sha256 === task.sha256) return putInPlace(target, task, "copy");
    return objectFault(faultyObject(layout, task.sha256, read.ok ? undefined : read));
  } catch (error) {
    return linkFault(error, task.target);
  } finally {
    rmSync(target, { force: true });
  }
}

/** Two targets of one damaged object: the second finds it gone, yet it was the damage that took it. */
function blameCorruption(tasks: readonly LinkTask[], results: LinkResult[]): LinkResult[] {
  const corrupt = new Set(
    tasks.flatMap((task, index) => {
      const result = results[index];
      return result !== undefined && !result.ok && result.reason === "corrupt" ? [task.sha256] : [];
    }),
  );
  if (corrupt.size === 0) return results;
  return results.map((result, index) => {
    const task = tasks[index];
    if (result.ok || result.reason !== "missing" || task === undefined || !corrupt.has(task.sha256))
      return result;
    return objectFault({ state: "corrupt" });
  });
}
