import { MlxError, systemCode } from "../core/errors.js";
import { runBounded, startReason } from "../process/bounded-program.js";
import { PrintedLines } from "./printed-lines.js";
import { splitCommand } from "./split-command.js";

/** How a command of a suite is run. */
export interface RunCommandOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly input: string | undefined;
  readonly signal: AbortSignal;
  /** Gets what the command writes to its errors. */
  readonly print: (line: string) => void;
}

const mostBytes = 10 * 1024 * 1024;

/**
 * Runs a command line without a shell. @returns what it prints.
 * @throws {MlxError} `MLX_SCRIPT`. @throws {Interrupted} once the signal aborts.
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { folder, env, timeoutMs, input, signal, print }: RunCommandOptions,
): Promise<string> {
  const failure = (message: string, hint?: string) =>
    new MlxError("MLX_SCRIPT", `${command}: ${message}`, hint === undefined ? {} : { hint });
  const [program, ...own] = splitCommand(command) ?? [];
  if (program === undefined) throw failure("it is no command: empty, or a quote is not closed");
  const errors = new PrintedLines(print);
  const end = await runBounded({
    ...{ argv: [program, ...own, ...args], cwd: folder, env, timeoutMs, mostBytes, signal },
    ...(input !== undefined && { input }),
    onError: (chunk) => errors.add("stderr", chunk),
  });
  errors.flush();
  const last = errors.lastError();
  const why = last === undefined ? "" : `: ${last}`;
  switch (end.kind) {
    case "exited":
      if (end.code === 0) return end.stdout;
      throw failure(`it ended with code ${end.code}${why}`);
    case "killed":
      throw failure(`it was ended by ${end.signal}${why}`);
    case "late":
      throw failure(`it took longer than ${timeoutMs} ms and was stopped`);
    case "too much output":
      throw failure(`it printed more than ${mostBytes / 1024 / 1024} MB and was stopped`);
    case "not started": {
      const hint = "check its spelling and PATH; a shell's syntax needs: sh -c '…'";
      const isMissing = systemCode(end.error) === "ENOENT";
      throw failure(`cannot start ${program}: ${startReason(end.error)}`, isMissing ? hint : undefined);
    }
  }
}
