import { availableParallelism } from "node:os";
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

/**
 * Starts a second thread, which takes some 60 ms of another core's time; none where there is no other core. It may fail as
 * it likes, for lack of memory or of its file: then it has settled nothing, and there is more to do for the first one.
 * @param count about how many prompts there are.
 */
export function startLintThread(count: number): LintThread | undefined {
  if (availableParallelism() < 2) return undefined;
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
