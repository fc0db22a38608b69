import type { BigIntStats } from "node:fs";
import type { Job } from "../files/job.js";
import { exactStatsAt } from "../files/stats-at.js";
import { StatGroup } from "./stat-group.js";

/** What a look at one recorded file found. */
export const Verdict = { unseen: 0, unchanged: 1, changed: 2, missing: 3 } as const;

/** Files compared before the work is shared out again. */
const step = 1024;

/** A comparison that several threads work on at once; all of it in shared memory. */
export interface Comparison {
  /** Absolute path of the target. */
  readonly root: string;
  readonly packed: Uint8Array<SharedArrayBuffer>;
  /** A Verdict per record. */
  readonly verdicts: Uint8Array<SharedArrayBuffer>;
  /** Steps begun, and steps done. */
  readonly steps: Int32Array<SharedArrayBuffer>;
}

export function newComparison(root: string, group: StatGroup): Comparison {
  return {
    root,
    packed: group.packed,
    verdicts: new Uint8Array(new SharedArrayBuffer(group.length)),
    steps: new Int32Array(new SharedArrayBuffer(8)),
  };
}

/** Takes steps of a comparison until none is left. */
export const compareJob: Job<Comparison, void> = {
  name: "compare",
  run(comparison) {
    const group = new StatGroup(comparison.packed);
    while (compareStep(comparison, group));
  },
};

/** Compares the next thousand files with their records. @returns false if none was left to begin. */
export function compareStep({ root, verdicts, steps }: Comparison, group: StatGroup): boolean {
  const begin = Atomics.add(steps, 0, 1) * step;
  if (begin >= group.length) return false;
  const end = Math.min(begin + step, group.length);
  for (let index = begin; index < end; index++) verdicts[index] = compare(root, group, index);
  Atomics.add(steps, 1, 1);
  Atomics.notify(steps, 1);
  return true;
}

/** Waits for the steps that other threads have begun. */
export function awaitSteps({ steps }: Comparison, group: StatGroup): void {
  const all = Math.ceil(group.length / step);
  for (let done = Atomics.load(steps, 1); done < all; done = Atomics.load(steps, 1)) {
    Atomics.wait(steps, 1, done, 100);
  }
}

/** A link, folder or device in the file's place counts as changed: whoever looks at it again tells. */
function compare(root: string, group: StatGroup, index: number): number {
  let stats: BigIntStats | undefined;
  try {
    stats = exactStatsAt(`${root}/${group.pathAt(index)}`);
  } catch {
    return Verdict.changed;
  }
  if (stats === undefined) return Verdict.missing;
  return group.matches(index, stats) && group.isTrusted(index) ? Verdict.unchanged : Verdict.changed;
}
