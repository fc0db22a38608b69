import { systemCode } from "../core/errors.js";
import { type CallOptions, ProviderFault } from "../evals/provider.js";
import { runBounded, startReason } from "../process/bounded-program.js";

const mostBytes = 64 * 1024 * 1024;

/** How a provider's program is run. */
export interface CommandOptions extends CallOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** What a program that ended by itself has said. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program without a shell, whatever its exit code.
 * @throws {ProviderFault} timeout, garbage for too much output, server where a signal ended it, request if it cannot be
 *   started. @throws {Interrupted} once the signal aborts.
 */
export async function runCommand(
  argv: readonly [string, ...string[]],
  options: CommandOptions,
): Promise<CommandResult> {
  const end = await runBounded({ ...options, argv, mostBytes });
  switch (end.kind) {
    case "exited":
      return end;
    case "killed":
      throw new ProviderFault("server", `was ended by ${end.signal}`);
    case "late":
      throw new ProviderFault("timeout", `did not end within ${options.timeoutMs} ms`);
    case "too much output":
      throw new ProviderFault("garbage", `printed more than ${mostBytes} bytes`);
    case "not started":
      throw startFault(argv[0], end.error);
  }
}

/** What a prompt on the command line can do to it. */
const promptReasons: Readonly<Record<string, string>> = {
  E2BIG: "the prompt is too long for a command line; set config.input to stdin and read it there",
  ERR_INVALID_ARG_VALUE: "the prompt holds a zero byte; set config.input to stdin and read it there",
};

function startFault(command: string, error: unknown): ProviderFault {
  const reason = promptReasons[systemCode(error) ?? ""] ?? startReason(error);
  return new ProviderFault("request", `cannot start ${command}: ${reason}`, { cause: error });
}
