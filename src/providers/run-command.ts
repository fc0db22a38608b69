import {
  type ChildProcessWithoutNullStreams,
  type SpawnOptionsWithoutStdio,
  spawn,
} from "node:child_process";
import { Interrupted, systemCode } from "../core/errors.js";
import { type CallOptions, ProviderFault } from "../evals/provider.js";

const largestOutput = 64 * 1024 * 1024;

export interface CommandOptions extends CallOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program in a process group of its own, all of which ends when it takes too long: a child of the program that
 * holds its streams cannot keep the caller waiting.
 * @throws {ProviderFault} timeout, or request if it cannot be started. @throws {Interrupted} once the signal aborts.
 */
export function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  { cwd, env, input, signal, timeoutMs }: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new Interrupted());
    const group = process.platform !== "win32";
    const child = start(command, args, { cwd, env: { ...env }, detached: group, windowsHide: true });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    let size = 0;
    const end = (error: Error): void => {
      settle();
      killAll(child.pid, group);
      child.stdout.destroy();
      child.stderr.destroy();
      reject(error);
    };
    const keep =
      (pieces: Buffer[]) =>
      (chunk: Buffer): void => {
        size += chunk.length;
        if (size > largestOutput)
          end(new ProviderFault("garbage", `printed more than ${largestOutput} bytes`));
        else pieces.push(chunk);
      };
    const onAbort = (): void => end(new Interrupted());
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(
            () => end(new ProviderFault("timeout", `did not end within ${timeoutMs} ms`)),
            timeoutMs,
          );
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    child.stdout.on("data", keep(stdout));
    child.stderr.on("data", keep(stderr));
    child.on("error", (error) => {
      settle();
      reject(startFault(command, error));
    });
    child.on("close", (code, killedBy) => {
      settle();
      if (killedBy !== null) reject(new ProviderFault("server", `was ended by ${killedBy}`));
      else resolve({ code: code ?? 128, stdout: textOf(stdout), stderr: textOf(stderr) });
    });
    // A program need not read what it is given.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
  });
}

/** Node throws at once for what cannot be a command line, and tells the rest by an event. */
function start(
  command: string,
  args: readonly string[],
  options: SpawnOptionsWithoutStdio,
): ChildProcessWithoutNullStreams {
  try {
    return spawn(command, args, options);
  } catch (error) {
    throw startFault(command, error);
  }
}

function killAll(pid: number | undefined, group: boolean): void {
  if (pid === undefined) return;
  try {
    process.kill(group ? -pid : pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it was not found",
  EACCES: "it may not be run; is it executable?",
  E2BIG: "the prompt is too long for a command line; set config.input to stdin and read it there",
  ERR_INVALID_ARG_VALUE: "the prompt holds a zero byte; set config.input to stdin and read it there",
};

function startFault(command: string, error: unknown): ProviderFault {
  const words = error instanceof Error ? error.message : String(error);
  return new ProviderFault(
    "request",
    `cannot start ${command}: ${reasons[systemCode(error) ?? ""] ?? words}`,
    {
      cause: error,
    },
  );
}

function textOf(pieces: readonly Buffer[]): string {
  return Buffer.concat(pieces).toString("utf8");
}
