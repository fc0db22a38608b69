import { spawn } from "node:child_process";
import { Interrupted, MlxError, systemCode } from "../core/errors.js";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Ends the program when it takes longer; it then counts as ended by a signal. */
  readonly timeoutMs?: number;
  /** In a process group of its own, which Ctrl-C on the terminal does not reach. Default false. */
  readonly ownGroup?: boolean;
}

export interface RunResult {
  /** The exit code; 128 when a signal ended it. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs a program without a shell and waits for it, whatever its exit code.
 * @throws {MlxError} `MLX_PROGRAM_NOT_FOUND` if it cannot be started. @throws {Interrupted} once `signal` is aborted.
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) return reject(new Interrupted());
    const child = spawn(command, [...args], {
      cwd: options.cwd,
      env: options.env,
      stdio: ["pipe", "pipe", "pipe"],
      windowsHide: true,
      ...(options.signal && { signal: options.signal }),
      ...(options.timeoutMs !== undefined && { timeout: options.timeoutMs, killSignal: "SIGKILL" }),
      ...(options.ownGroup === true && { detached: true }),
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", (error) => reject(startFailure(command, error)));
    child.on("close", (code) => {
      resolve({
        code: code ?? 128,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString("utf8"),
      });
    });
    // A program that ends before it has read everything is judged by its exit code, not by the broken pipe.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input);
  });
}

function startFailure(command: string, error: Error): Error {
  if (error.name === "AbortError") return new Interrupted();
  if (systemCode(error) !== "ENOENT") return error;
  return new MlxError("MLX_PROGRAM_NOT_FOUND", `cannot start ${command}: it was not found`, {
    hint: `install ${command}, or put it on PATH`,
    cause: error,
  });
}
