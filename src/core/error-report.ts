import { Interrupted, MlxError, type Problem, systemCode } from "./errors.js";
import { ExitCode } from "./exit-codes.js";

/** An error as a person and a script are told of it. */
export interface ErrorReport {
  readonly code: `MLX_${string}`;
  readonly message: string;
  readonly hint?: string;
  readonly exitCode: ExitCode;
  readonly problems?: readonly Problem[];
  /** Of a bug, for a report. */
  readonly stack?: string;
}

/** What goes wrong between a program and its machine; anything else that is not an MlxError is a bug. */
const machineFaults: Readonly<Record<string, { what: string; exitCode: 3 | 4; hint: string }>> = {
  EACCES: { what: "permission denied", exitCode: 4, hint: "check who owns it and its permissions" },
  EPERM: { what: "operation not permitted", exitCode: 4, hint: "check who owns it and its permissions" },
  EROFS: { what: "the file system is read-only", exitCode: 4, hint: "mount it writable, or work elsewhere" },
  ENOSPC: { what: "the disk is full", exitCode: 3, hint: "free some space and run the command again" },
  EDQUOT: {
    what: "the disk quota is used up",
    exitCode: 3,
    hint: "free some space and run the command again",
  },
  EMFILE: { what: "too many open files", exitCode: 3, hint: "raise the limit: ulimit -n 4096" },
  ENFILE: {
    what: "the system has too many open files",
    exitCode: 3,
    hint: "close other programs and try again",
  },
  EIO: { what: "the disk reported an input/output error", exitCode: 3, hint: "check the disk" },
  ENOENT: {
    what: "no such file or folder",
    exitCode: 3,
    hint: "it may have been removed meanwhile; run again",
  },
  ENOTDIR: { what: "a part of the path is not a folder", exitCode: 3, hint: "check the path" },
  EISDIR: { what: "it is a folder", exitCode: 3, hint: "check the path" },
  ENAMETOOLONG: { what: "the name is too long for the file system", exitCode: 3, hint: "shorten the path" },
};

/** Puts any thrown value into words. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof MlxError) return reportOfMlxError(error);
  if (error instanceof Interrupted || (error instanceof Error && error.name === "AbortError")) {
    return { code: "MLX_INTERRUPTED", message: "interrupted", exitCode: ExitCode.interrupted };
  }
  return machineFault(error) ?? bug(error);
}

function reportOfMlxError(error: MlxError): ErrorReport {
  const at = error.at ?? error.problems[0];
  const place = at && `${at.file}:${at.line}:${at.column}`;
  const message = place && !error.message.startsWith(place) ? `${place}: ${error.message}` : error.message;
  return {
    code: error.code,
    message,
    ...(error.hint !== undefined && { hint: error.hint }),
    exitCode: error.exitCode,
    ...(error.problems.length > 0 && { problems: error.problems }),
  };
}

function machineFault(error: unknown): ErrorReport | undefined {
  const code = systemCode(error);
  const fault = code === undefined ? undefined : machineFaults[code];
  if (!fault || !(error instanceof Error) || !("syscall" in error)) return undefined;
  const path = "path" in error && typeof error.path === "string" ? error.path : undefined;
  return {
    code: `MLX_${code}`,
    message: path === undefined ? `${String(error.syscall)}: ${fault.what}` : `${path}: ${fault.what}`,
    hint: fault.hint,
    exitCode: fault.exitCode,
    ...(error.stack !== undefined && { stack: error.stack }),
  };
}

function bug(error: unknown): ErrorReport {
  const stack = error instanceof Error ? error.stack : undefined;
  return {
    code: "MLX_BUG",
    message: `unexpected failure: ${error instanceof Error ? error.message : String(error)}`,
    hint: "this is a bug in mlx; please report it with what --verbose prints",
    exitCode: ExitCode.bug,
    ...(stack !== undefined && { stack }),
  };
}
