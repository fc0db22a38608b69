import { parentPort } from "node:worker_threads";
import { Interrupted, MlxError, systemCode } from "../core/errors.js";
import { type AnyJob, JobControl } from "./job.js";

/** A job to run, as the pool posts it. */
export interface JobRequest {
  readonly id: number;
  readonly name: string;
  readonly input: never;
  readonly control: SharedArrayBuffer;
}

/** An error in a form that survives the way between threads. */
export interface CarriedError {
  readonly message: string;
  readonly stack: string | undefined;
  /** Of an MlxError. */
  readonly mlx?: { readonly code: `MLX_${string}`; readonly hint?: string; readonly exitCode: 2 | 3 | 4 };
  /** Of a system error. */
  readonly system?: string;
  readonly interrupted?: boolean;
}

export type JobReply<Output> =
  | { readonly id: number; readonly output: Output }
  | { readonly id: number; readonly error: CarriedError };

/** Answers the pool's requests; the body of a worker thread's entry. */
export function serveJobs(jobs: readonly AnyJob[]): void {
  const byName = new Map(jobs.map((job) => [job.name, job]));
  parentPort?.on("message", ({ id, name, input, control }: JobRequest) => {
    try {
      const job = byName.get(name);
      if (job === undefined) throw new Error(`no job called ${name}`);
      parentPort?.postMessage({ id, output: job.run(input, new JobControl(control)) });
    } catch (error) {
      parentPort?.postMessage({ id, error: carry(error) });
    }
  });
}

export function carry(error: unknown): CarriedError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined };
  const system = systemCode(error);
  const plain = { message: error.message, stack: error.stack, interrupted: error instanceof Interrupted };
  if (!(error instanceof MlxError)) return system === undefined ? plain : { ...plain, system };
  const { code, hint, exitCode } = error;
  return { ...plain, mlx: { code, exitCode, ...(hint === undefined ? {} : { hint }) } };
}

export function uncarry({ message, stack, mlx, system, interrupted }: CarriedError): Error {
  if (interrupted) return new Interrupted();
  if (mlx !== undefined) {
    const { code, ...details } = mlx;
    return new MlxError(code, message, details);
  }
  const error = Object.assign(new Error(message), system === undefined ? {} : { code: system });
  if (stack !== undefined) error.stack = stack;
  return error;
}
