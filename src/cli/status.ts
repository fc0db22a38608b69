import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx status` */
export function addStatusCommand(program: Command, context: CliContext): void {
  const command = program
    .command("status")
    .summary("see the whole project on one screen")
    .description("Shows the repository, its data, its runs, its stores and its cache. Contacts nothing.")
    .helpGroup("Start here:")
    .action(
      context.action(async (app) => {
        const { status } = await import("../commands/status/status.js");
        return status(app);
      }),
    );
  describe(command, {
    examples: [
      ["mlx status", "where everything stands"],
      ["mlx status --json", "the same for a script"],
    ],
    exitCodes: { 0: "shown, whatever it shows", 3: "a part could not be read" },
  });
}
