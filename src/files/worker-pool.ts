import { availableParallelism } from "node:os";
import { setImmediate as breathe } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { Interrupted } from "../core/errors.js";
import { bundledFile } from "./bundled-file.js";
import { type Job, JobControl } from "./job.js";
import type { BatchOptions } from "./read-result.js";
import { type JobReply, uncarry } from "./worker.js";

interface Pending {
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/** Worker threads of this process, kept for the next batch. They never keep the process alive by themselves. */
interface Thread {
  readonly worker: Worker;
  readonly pending: Map<number, Pending>;
}

const threads: Thread[] = [];
let requests = 0;

/** How many threads a batch may use: one per core, from 2 to 8. */
export function threadCount(): number {
  return Math.min(8, Math.max(2, availableParallelism()));
}

/**
 * Runs a job on each input, in worker threads, or in this one if `inline`. The first failure stops the rest.
 * @returns the outputs, in order; fewer if the batch was stopped.
 * @throws whatever a job threw.
 */
export async function runJobs<Input, Output>(
  job: Job<Input, Output>,
  inputs: readonly Input[],
  control: JobControl,
  inline: boolean,
): Promise<Output[]> {
  const outputs: Output[] = [];
  let next = 0;
  const drain = async (run: (input: Input) => Promise<Output>) => {
    for (let index = next++; index < inputs.length && !control.stopped; index = next++) {
      const input = inputs[index];
      if (input !== undefined) outputs[index] = await run(input);
    }
  };
  if (inline) {
    await drain(async (input) => {
      const output = job.run(input, control);
      await breathe();
      return output;
    });
    return outputs;
  }
  const lanes = Array.from({ length: Math.min(threadCount(), inputs.length) }, async (_, lane) => {
    try {
      await drain((input) => postJob(lane, job, input, control));
    } catch (error) {
      control.stop();
      throw error;
    }
  });
  const failures = (await Promise.allSettled(lanes)).flatMap((lane) => {
    return lane.status === "rejected" ? [lane.reason] : [];
  });
  // A lane that was stopped because another failed is not the reason.
  const reason = failures.find((error) => !(error instanceof Interrupted)) ?? failures[0];
  if (reason !== undefined) throw reason;
  return outputs;
}

/** Gives `work` a control that follows the signal and reports progress ten times a second and at the end. */
export async function monitored<T>(
  { signal, onBytes, onFiles }: BatchOptions,
  work: (control: JobControl) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw new Interrupted();
  const control = new JobControl();
  let [bytes, files] = [0, 0];
  const report = () => {
    const now = { bytes: control.bytes, files: control.files };
    if (now.bytes !== bytes) onBytes?.(now.bytes - bytes);
    if (now.files !== files) onFiles?.(now.files - files);
    [bytes, files] = [now.bytes, now.files];
  };
  const stop = () => control.stop();
  signal?.addEventListener("abort", stop, { once: true });
  const timer = setInterval(report, 100);
  try {
    const result = await work(control);
    if (signal?.aborted) throw new Interrupted();
    return result;
  } catch (error) {
    throw signal?.aborted ? new Interrupted() : error;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", stop);
    report();
  }
}

/** Runs a job in the worker thread number `lane`, after whatever was posted there before. */
export function postJob<Input, Output>(
  lane: number,
  job: Job<Input, Output>,
  input: Input,
  control: JobControl,
): Promise<Output> {
  threads[lane] ??= startThread(lane);
  const { worker, pending } = threads[lane];
  return new Promise<Output>((resolve, reject) => {
    const id = requests++;
    if (pending.size === 0) worker.ref();
    pending.set(id, { resolve, reject });
    worker.postMessage({ id, name: job.name, input, control: control.buffer });
  });
}

function startThread(lane: number): Thread {
  const worker = new Worker(bundledFile("worker.js"));
  const pending = new Map<number, Pending>();
  const fail = (error: unknown) => {
    delete threads[lane];
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };
  worker.on("message", (reply: JobReply<unknown>) => {
    const request = pending.get(reply.id);
    pending.delete(reply.id);
    if (pending.size === 0) worker.unref();
    if ("error" in reply) request?.reject(uncarry(reply.error));
    else request?.resolve(reply.output);
  });
  worker.on("error", fail);
  worker.on("exit", (code) => fail(new Error(`a worker thread ended with code ${code}`)));
  return { worker, pending };
}
