/** A place in a text file, counted from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One of several things that are wrong with a file. */
export interface Problem extends SourceLocation {
  readonly message: string;
}

export interface ErrorDetails {
  /** What the user can do about it, as a sentence or a command. */
  readonly hint?: string;
  /** 2 usage or configuration, 3 the operation failed, 4 credentials. Default 3. */
  readonly exitCode?: 2 | 3 | 4;
  readonly at?: SourceLocation;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** An expected failure, worded for the user. Anything else that is thrown is a bug. */
export class MlxError extends Error {
  override readonly name = "MlxError";
  readonly hint: string | undefined;
  readonly exitCode: 2 | 3 | 4;
  readonly at: SourceLocation | undefined;
  readonly problems: readonly Problem[];

  /** @param code permanent name, for scripts: `MLX_…`. @param message what happened, with the value it happened to. */
  constructor(
    readonly code: `MLX_${string}`,
    message: string,
    details: ErrorDetails = {},
  ) {
    super(message, { cause: details.cause });
    this.hint = details.hint;
    this.exitCode = details.exitCode ?? 3;
    this.at = details.at;
    this.problems = details.problems ?? [];
  }
}

/** The person pressed Ctrl-C, or the process was asked to end. Not an error: exit 130 without a message. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("interrupted");
  }
}

/** The operating system's code of an error (`ENOENT`, `EACCES`, …), if it carries one. */
export function systemCode(error: unknown): string | undefined {
  if (error instanceof Error && "code" in error && typeof error.code === "string") return error.code;
  return undefined;
}
