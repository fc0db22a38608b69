import type { Command } from "commander";
import type { InitOptions } from "../commands/init/init.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx init` */
export function addInitCommand(command: Command, context: CliContext): void {
  command.option("-n, --dry-run", "say what would be written and write nothing").action(
    context.action(async (app, options: InitOptions) => {
      const { init } = await import("../commands/init/init.js");
      return init(app, options);
    }),
  );
  describe(command, {
    examples: [
      ["mlx init", "set this repository, or this folder, up"],
      ["mlx init --dry-run", "see what that would write"],
    ],
    exitCodes: {
      0: "everything is set up",
      2: "wrong usage, or mlx.yaml was there and is invalid",
      4: "no permission to write here",
    },
  });
}
