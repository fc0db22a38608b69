import { spawn } from "node:child_process";
import { Interrupted, MlxError } from "../core/errors.js";
import { PrintedLines } from "./printed-lines.js";
import { splitCommand } from "./split-command.js";

export interface RunCommandOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly input: string | undefined;
  readonly signal: AbortSignal;
  /** Gets what the command writes to its errors. */
  readonly print: (line: string) => void;
}

/** Most bytes that a command may print. */
const mostBytes = 10 * 1024 * 1024;

/** Runs a command line without a shell. @returns what it prints. @throws {MlxError} `MLX_SCRIPT`. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: RunCommandOptions,
): Promise<string> {
  const failure = (message: string, hint?: string) =>
    new MlxError("MLX_SCRIPT", `${command}: ${message}`, hint === undefined ? {} : { hint });
  const [program, ...own] = splitCommand(command) ?? [];
  if (program === undefined)
    return Promise.reject(failure("it is no command: empty, or a quote is not closed"));
  if (options.signal.aborted) return Promise.reject(new Interrupted());
  return new Promise((resolve, reject) => {
    const errors = new PrintedLines(options.print);
    const pieces: Buffer[] = [];
    let bytes = 0;
    let stopped: Error | undefined;
    const child = spawn(program, [...own, ...args], {
      cwd: options.folder,
      env: options.env,
      stdio: ["pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    const stop = (error: Error) => {
      stopped ??= error;
      if (child.pid === undefined) return;
      try {
        process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
      } catch {
        child.kill("SIGKILL");
      }
    };
    const interrupt = () => stop(new Interrupted());
    options.signal.addEventListener("abort", interrupt, { once: true });
    const timer = setTimeout(
      () => stop(failure(`it took longer than ${options.timeoutMs} ms and was stopped`)),
      options.timeoutMs,
    );
    const settle = (error: Error | undefined) => {
      clearTimeout(timer);
      options.signal.removeEventListener("abort", interrupt);
      errors.flush();
      if (error) reject(error);
      else resolve(Buffer.concat(pieces).toString("utf8"));
    };
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > mostBytes)
        stop(failure(`it printed more than ${mostBytes / 1024 / 1024} MB and was stopped`));
      else pieces.push(chunk);
    });
    child.stderr.on("data", (chunk: Buffer) => errors.add("stderr", chunk));
    // A command need not read its input.
    child.stdin.on("error", () => undefined);
    child.stdin.end(options.input ?? "");
    child.once("error", (error) => {
      const missing = "code" in error && error.code === "ENOENT";
      settle(
        missing
          ? failure(
              `cannot start ${program}: it was not found`,
              "check its spelling and PATH; a shell's syntax needs: sh -c '…'",
            )
          : failure(error.message),
      );
    });
    child.once("close", (code, signal) => {
      if (stopped) return settle(stopped);
      if (code === 0) return settle(undefined);
      const last = errors.lastError();
      const end = signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`;
      settle(failure(last === undefined ? end : `${end}: ${last}`));
    });
  });
}
