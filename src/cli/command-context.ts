import type { Command } from "commander";
import type { App, AppInput } from "../app/app.js";
import { readGlobalFlags } from "./global-options.js";

/**
 * What registration needs from the process. A noun's file registers its commands so:
 *
 * ```ts
 * export function addRemoteCommands(program: Command, context: CliContext): void {
 *   const remote = program.command("remote").summary("…").helpGroup("Data:");
 *   const list = remote
 *     .command("list")
 *     .summary("show the configured stores")
 *     .action(context.action(async (app: App, flags: ListFlags) => {
 *       const { list } = await import("../commands/remote/list.js");
 *       return list(app, flags);
 *     }));
 *   describe(list, { examples: [["mlx remote list", "show every remote"]], exitCodes: { 0: "done" } });
 * }
 * ```
 *
 * The wrapped function gets the app, then what commander hands an action: the arguments, the options, the command.
 * The global flags are added to every command by the program; they are in `app.flags`, not in the options.
 */
export interface CliContext {
  /**
   * Wraps a command so that commander can call it: makes the app from the global flags, awaits the command, runs its
   * cleanups, tells of what it throws, and keeps the exit code.
   */
  action<Args extends unknown[]>(
    command: (app: App, ...args: Args) => Promise<number>,
  ): (...args: Args) => Promise<void>;
}

/** The context of one run of the program. */
export class ProgramContext implements CliContext {
  /** Of the command that ran; undefined while none has. */
  exitCode: number | undefined;

  constructor(
    private readonly input: AppInput,
    private readonly program: () => Command,
  ) {}

  action<Args extends unknown[]>(
    command: (app: App, ...args: Args) => Promise<number>,
  ): (...args: Args) => Promise<void> {
    return async (...args) => {
      const leaf = args.at(-1);
      const flags = readGlobalFlags(this.program().opts(), isCommand(leaf) ? leaf.opts() : {});
      const { runCommand } = await import("./run-command.js");
      this.exitCode = await runCommand(this.input, flags, (app) => command(app, ...args));
    };
  }
}

export function isCommand(value: unknown): value is Command {
  return typeof value === "object" && value !== null && "opts" in value;
}
