import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { Worker } from "node:worker_threads";
import { bundledFile } from "../../files/bundled-file.js";
import type { LintShare, Settled } from "./lint-share.js";

/** A second thread for linting. */
export interface LintThread {
  /** Lets it take its part of a share; once. */
  give(share: LintShare): void;
  /** What it has settled when nothing is left to take; nothing if it has failed. */
  settled(): Promise<readonly Settled[]>;
  /** Ends it, whatever it is doing. */
  stop(): void;
}

/** With more prompts than this a second thread saves more time than it takes. */
const few = 200;

/** One that was started before it was known whether it is needed. */
let early: { readonly root: string; readonly thread: LintThread } | undefined;

/**
 * Starts a thread for all prompts of a repository if they are many, before the program itself is read: both take about as long.
 * @param root absolute; a folder that is no repository does no harm.
 */
export function startEarly(root: string): void {
  const thread = threadForFolder(root);
  if (thread) early = { root, thread };
}

/** A second thread for every prompt below a repository's top, if they are many; once, the one that was started early. */
export function threadForFolder(root: string): LintThread | undefined {
  if (early?.root !== root) return threadForMany(countEntries(join(root, "prompts")));
  const { thread } = early;
  early = undefined;
  return thread;
}

function countEntries(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}

/**
 * A second thread, if there is enough to do for it; none where there is no other core. It takes some 60 ms of that core's time to
 * start. It may fail as it likes, for lack of memory or of its file: then it has settled nothing, and there is more to do for the first one.
 * @param count about how many prompts there are.
 */
export function threadForMany(count: number): LintThread | undefined {
  if (count <= few || availableParallelism() < 2) return undefined;
  try {
    const thread = new WorkerThread();
    if (count < worthOptimizing) optimizeLater();
    return thread;
  } catch {
    return undefined;
  }
}

/** With so many prompts most of the time passes after the best code is there. */
const worthOptimizing = 5000;

class WorkerThread implements LintThread {
  readonly #worker = new Worker(bundledFile("lint-worker.js"));
  readonly #settled: Promise<readonly Settled[]>;

  constructor() {
    this.#settled = new Promise((resolve) => {
      this.#worker.once("message", resolve);
      for (const failure of ["error", "messageerror", "exit"]) this.#worker.once(failure, () => resolve([]));
    });
    this.#worker.unref();
  }

  give(share: LintShare): void {
    this.#worker.postMessage(share);
  }

  settled(): Promise<readonly Settled[]> {
    this.#worker.ref();
    return this.#settled;
  }

  stop(): void {
    void this.#worker.terminate();
  }
}

/**
 * By the first number of V8's version, of Node 20 to 24: what makes it wait fifteen to thirty times as long. An unknown flag it
 * would complain of.
 */
const waiting: Readonly<Record<string, string>> = {
  "11": "--interrupt-budget=1000000",
  "12": "--invocation-count-for-turbofan=100000",
  "13": "--invocation-count-for-turbofan=100000",
};

/**
 * Makes V8 wait longer before it compiles a function to its best code. It does that beside the program, on a core that has
 * work now, and for each thread anew: of the time that a thousand prompts took, a third went into code that was ready when
 * hardly any were left.
 */
function optimizeLater(): void {
  const [major = ""] = process.versions.v8.split(".");
  const flag = waiting[major];
  if (flag !== undefined) setFlagsFromString(flag);
}
