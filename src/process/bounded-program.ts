import {
  type ChildProcessWithoutNullStreams,
  type SpawnOptionsWithoutStdio,
  spawn,
} from "node:child_process";
import { Interrupted, systemCode } from "../core/errors.js";

/** A program to run, and the bounds that it is kept within. */
export interface BoundedProgram {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** For its standard input. Default: nothing. */
  readonly input?: string;
  /** Milliseconds. Default: as long as it takes. */
  readonly timeoutMs?: number;
  /** Most bytes that it may print and that are kept. */
  readonly mostBytes: number;
  readonly signal?: AbortSignal;
  /** Gets what it writes to its errors as it comes, which is then neither kept nor counted. */
  readonly onError?: (chunk: Buffer) => void;
}

/** What became of a program. */
export type BoundedEnd =
  | { readonly kind: "exited"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "killed"; readonly signal: NodeJS.Signals }
  | { readonly kind: "late" }
  | { readonly kind: "too much output" }
  | { readonly kind: "not started"; readonly error: unknown };

/** They lead groups of their own, which the terminal does not reach. */
const underWay = new Set<ChildProcessWithoutNullStreams>();
process.on("exit", () => {
  for (const child of underWay) killGroup(child);
});

/**
 * Runs a program without a shell, in a process group of its own, all of which ends when it goes beyond its bounds: a child
 * of the program that holds its streams cannot keep the caller waiting then. None outlives a process that ends in good order, or
 * by a second Ctrl-C.
 * @throws {Interrupted} once the signal aborts.
 */
export function runBounded(program: BoundedProgram): Promise<BoundedEnd> {
  const { signal, timeoutMs } = program;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Interrupted());
    const started = start(program);
    if ("error" in started) return resolve({ kind: "not started", error: started.error });
    const { child } = started;
    underWay.add(child);
    child.once("exit", () => underWay.delete(child));
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => cut({ kind: "late" }), timeoutMs);
    const settle = (end: BoundedEnd): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      resolve(end);
    };
    const stop = (): void => {
      killGroup(child);
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const cut = (end: BoundedEnd): void => {
      stop();
      settle(end);
    };
    const onAbort = (): void => {
      clearTimeout(timer);
      stop();
      reject(new Interrupted());
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    const kept = new KeptOutput(program.mostBytes, () => cut({ kind: "too much output" }));
    child.stdout.on("data", (chunk: Buffer) => kept.add("stdout", chunk));
    child.stderr.on("data", program.onError ?? ((chunk: Buffer) => kept.add("stderr", chunk)));
    child.on("error", (error) => settle({ kind: "not started", error }));
    child.on("close", (code, killedBy) =>
      settle(
        killedBy === null
          ? { kind: "exited", code: code ?? 128, ...kept.texts() }
          : { kind: "killed", signal: killedBy },
      ),
    );
    // A program need not read what it is given.
    child.stdin.on("error", () => undefined);
    child.stdin.end(program.input ?? "");
  });
}

/** Why a program could not be started, as a clause. */
export function startReason(error: unknown): string {
  switch (systemCode(error)) {
    case "ENOENT":
      return "it was not found";
    case "EACCES":
      return "it may not be run; is it executable?";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** Node throws at once for what cannot be a command line, and tells the rest by an event. */
function start({
  argv: [command, ...args],
  cwd,
  env,
}: BoundedProgram): { readonly child: ChildProcessWithoutNullStreams } | { readonly error: unknown } {
  const options: SpawnOptionsWithoutStdio = {
    ...{ cwd, env: { ...env }, windowsHide: true },
    detached: process.platform !== "win32",
  };
  try {
    return { child: spawn(command, args, options) };
  } catch (error) {
    return { error };
  }
}

function killGroup({ pid }: ChildProcessWithoutNullStreams): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

/** What a program printed, up to a bound. */
class KeptOutput {
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  #bytes = 0;

  constructor(
    private readonly most: number,
    private readonly onTooMuch: () => void,
  ) {}

  add(stream: "stdout" | "stderr", chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.most) this.onTooMuch();
    else (stream === "stdout" ? this.#stdout : this.#stderr).push(chunk);
  }

  texts(): { readonly stdout: string; readonly stderr: string } {
    return {
      stdout: Buffer.concat(this.#stdout).toString("utf8"),
      stderr: Buffer.concat(this.#stderr).toString("utf8"),
    };
  }
}
