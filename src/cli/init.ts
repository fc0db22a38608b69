import { type Command, Option } from "commander";
import type { InitOptions } from "../commands/init/init.js";
import { projectTemplates } from "../commands/init/project-templates.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx init` */
export function addInitCommand(command: Command, context: CliContext): void {
  command
    .addOption(
      new Option("--template <kind>", "write a whole project to begin with, CI and all").choices(
        projectTemplates,
      ),
    )
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
      ["mlx init --template tabular", "a model on a table: data, training, suite, drift, gates, CI"],
      ["mlx init --template llm", "a prompt: golden data, suite, gates, drift of what comes in, CI"],
      ["mlx init --template minimal", "one tracked file, its schema, CI"],
      ["mlx init --template tabular --dry-run", "see what that would write"],
    ],
    exitCodes: {
      0: "everything is set up",
      2: "wrong usage, or mlx.yaml was there and is invalid, or something is in the template's way",
      3: "a command of the template failed; the files are written",
      4: "no permission to write here",
    },
  });
}
