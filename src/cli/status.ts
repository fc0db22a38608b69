import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx status` */
export function addStatusCommand(command: Command, context: CliContext): void {
  command.action(
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
