import type { Command } from "commander";
import type { ExitCode } from "../core/exit-codes.js";

/** What a command's help shows beside its arguments and options. */
export interface CommandDocs {
  /** Each a command line as typed and what it does. */
  readonly examples: readonly (readonly [commandLine: string, what: string])[];
  /** What each exit code means here. 2, 70 and 130 mean the same everywhere and need no mention. */
  readonly exitCodes: Partial<Record<ExitCode, string>>;
}

const described = new WeakMap<Command, CommandDocs>();

/**
 * Gives a command's help its examples and exit codes. Every command that does something has them: a test looks.
 * @returns the command, to chain.
 */
export function describe(command: Command, docs: CommandDocs): Command {
  described.set(command, docs);
  return command;
}

/** What `describe` was told about a command. */
export function docsOf(command: Command): CommandDocs | undefined {
  return described.get(command);
}
