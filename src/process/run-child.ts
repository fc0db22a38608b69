import { type ChildProcess, spawn } from "node:child_process";
import { closeSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { MlxError, systemCode } from "../core/errors.js";
import { type OutputPipes, openPipe } from "./named-pipes.js";

export interface ChildOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** `inherited`: the child writes where this process does; `stderr`: all of it to its errors. Else it is read here. */
  readonly output: "piped" | "inherited" | "stderr";
  /** Pipes that are ready for it; without them it gets Node's own, which are sockets on Unix. */
  readonly pipes?: OutputPipes | undefined;
}

/** How a child ended: one of the two is there. */
export interface ChildEnd {
  readonly exitCode?: number;
  readonly signal?: NodeJS.Signals;
}

/** A program that runs in this process's group, with its standard input. */
export interface Child {
  readonly pid: number;
  /** If piped. To be read, or the child comes to wait. */
  readonly output?: { readonly stdout: Readable; readonly stderr: Readable };
  /** Resolves as soon as the program itself has ended; what it started may still hold its output open. */
  readonly ended: Promise<ChildEnd>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a program without a shell.
 * @throws {MlxError} `MLX_PROGRAM_NOT_FOUND`, `MLX_PROGRAM_NOT_EXECUTABLE`.
 */
export async function startChild(argv: readonly string[], options: ChildOptions): Promise<Child> {
  const [program = "", ...args] = argv;
  const ends =
    options.output === "piped" && options.pipes
      ? { stdout: openPipe(options.pipes.stdout), stderr: openPipe(options.pipes.stderr) }
      : undefined;
  const [stdoutTo, stderrTo] = {
    piped: [ends?.stdout.write ?? "pipe", ends?.stderr.write ?? "pipe"] as const,
    inherited: ["inherit", "inherit"] as const,
    stderr: [2, "inherit"] as const,
  }[options.output];
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ["inherit", stdoutTo, stderrTo],
    });
    await started(child);
  } catch (error) {
    for (const end of [ends?.stdout, ends?.stderr]) if (end) closeSync(end.read);
    throw startFailure(program, error);
  } finally {
    // Only the child holds the writing ends from now on, so that its end is the end of the file.
    for (const end of [ends?.stdout, ends?.stderr]) if (end) closeSync(end.write);
  }
  const stdout = ends ? readingEnd(ends.stdout.read) : child.stdout;
  const stderr = ends ? readingEnd(ends.stderr.read) : child.stderr;
  return {
    pid: child.pid ?? 0,
    ...(stdout && stderr && { output: { stdout, stderr } }),
    ended: new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ? { signal } : { exitCode: code ?? 0 }));
    }),
    kill: (signal) => void child.kill(signal),
  };
}

function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
}

function readingEnd(handle: number): Readable {
  return new Socket({ fd: handle, readable: true, writable: false });
}

const noWords = "its name is empty, or a zero byte is in its name or arguments";

function startFailure(program: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case "ERR_INVALID_ARG_VALUE":
      return new MlxError("MLX_PROGRAM_NOT_FOUND", `cannot start ${JSON.stringify(program)}: ${noWords}`, {
        hint: "name a program, such as: mlx run -- python train.py",
        cause: error,
      });
    case "ENOENT":
      return new MlxError("MLX_PROGRAM_NOT_FOUND", `cannot start ${program}: it was not found`, {
        hint: /^[^/\\ ]+ /.test(program)
          ? "type the command without quotes around the whole of it; for a shell's syntax: mlx run -- sh -c '…'"
          : program.includes("/")
            ? "check the path; if the file is there, the interpreter that its first line names is not"
            : `install ${program}, or put it on PATH; a program in this folder is ./${program}`,
        cause: error,
      });
    case "EACCES":
    case "EPERM":
    case "ENOEXEC":
    case "EISDIR":
      return new MlxError("MLX_PROGRAM_NOT_EXECUTABLE", `cannot start ${program}: it is not executable`, {
        hint: `make it so: chmod +x ${program}, with a first line such as #!/bin/sh; or name its interpreter`,
        cause: error,
      });
    case "E2BIG":
      return new MlxError("MLX_IO", `cannot start ${program}: its arguments are too long`, { cause: error });
    default:
      return error;
  }
}
