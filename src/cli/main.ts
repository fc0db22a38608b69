import type { RunInput } from "../app/app.js";
import { processInput } from "../app/process-input.js";
import { systemCode } from "../core/errors.js";
import { ExitCode } from "../core/exit-codes.js";
import { mlxVersion } from "../core/version.js";
import { abortOnSignals } from "./signals.js";

/** Runs one command line and returns its exit code. Touches the process only through what it is given. */
export async function run(input: RunInput): Promise<number> {
  // Asked for by scripts and prompts, so it loads nothing.
  if (asksVersion(input.argv)) {
    const json = input.argv.includes("--json");
    input.stdout.write(
      json ? `${JSON.stringify({ schemaVersion: 1, version: mlxVersion })}\n` : `${mlxVersion}\n`,
    );
    return ExitCode.ok;
  }
  const { runProgram } = await import("./run-program.js");
  return runProgram(input);
}

function asksVersion(argv: readonly string[]): boolean {
  return argv.includes("--version") && argv.every((word) => word === "--version" || word === "--json");
}

/** `prompt lint` without names: perhaps of so many prompts that a second thread is worth it. */
function lintsEverything([noun, verb, ...rest]: readonly string[]): boolean {
  return noun === "prompt" && verb === "lint" && rest.every((word) => word.startsWith("-"));
}

/** Runs this process's command line and ends the process. */
export async function main(): Promise<void> {
  // Warnings of Node and of dependencies are for developers, not for the person at this terminal.
  process.removeAllListeners("warning");
  process.on("warning", () => undefined);
  const signals = abortOnSignals();
  const input = { ...processInput(), signal: signals.signal, signals };
  process.once("uncaughtException", (error) => void crash(input, error));
  if (lintsEverything(input.argv)) {
    const { startEarly } = await import("../app/prompts/lint-thread.js");
    startEarly(input.cwd);
  }
  const code = await run(input);
  endProcess(signals.exitCode() ?? code);
}

/** What escapes every handler is a bug: told like one, with the exit code of one. */
async function crash(input: RunInput, error: unknown): Promise<void> {
  // A second failure, of the telling itself, must not begin this again.
  process.on("uncaughtException", () => process.exit(ExitCode.bug));
  const [{ openUi }, { guessGlobalFlags }] = await Promise.all([
    import("../app/open-ui.js"),
    import("./global-options.js"),
  ]);
  const ui = await openUi(input, guessGlobalFlags(input.argv));
  endProcess(ui.error(error));
}

/** Ends once both streams have let go of what was written; open sockets and idle workers do not delay it. */
function endProcess(code: number): void {
  process.exitCode = code;
  process.stdout.write("", (lost) => {
    // An answer that a full disk swallowed is no success; a reader that stopped early is none of our business.
    const told = lost && systemCode(lost) !== "EPIPE" && code === ExitCode.ok ? ExitCode.failed : code;
    process.stderr.write("", () => process.exit(told));
  });
}
