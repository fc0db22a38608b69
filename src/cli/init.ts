import type { Command } from "commander";
import type { InitOptions } from "../commands/init/init.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx init` */
export function addInitCommand(program: Command, context: CliContext): void {
  const command = program
    .command("init")
    .summary("set a repository up for mlx")
    .description(
      "Writes mlx.yaml, .mlx/ and a line of .gitattributes, and installs the merge driver for pointers. Makes a git repository where there is none. Adds what is missing and never overwrites: run it as often as you like.",
    )
    .helpGroup("Start here:")
    .option("-n, --dry-run", "say what would be written and write nothing")
    .action(
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
