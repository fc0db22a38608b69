import type { Command } from "commander";
import type { RunOptions } from "../commands/run/run.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

/** `mlx run` */
export function addRunCommand(command: Command, context: CliContext): void {
  command
    .usage("[options] -- <command...>")
    .argument("<command...>", "the program to run and its arguments")
    .option("--name <name>", "what the run is called (default: the command's words)")
    .option(
      "--experiment <experiment>",
      "what it belongs to (default: the setting runs.experiment, else Default)",
    )
    .option("--tag <key=value>", "a tag of the run; may be repeated", repeated, [])
    .option("--param <key=value>", "a parameter of the run; may be repeated", repeated, [])
    .option(
      "--input <path>",
      "a file or folder that the command reads, whose digest is kept; may be repeated",
      repeated,
      [],
    )
    .option(
      "--output <path>",
      "a file or folder that the command writes, kept as an artifact; may be repeated",
      repeated,
      [],
    )
    .option(
      "--metrics <file>",
      "a JSON file with metrics that the command writes; may be repeated",
      repeated,
      [],
    )
    .option(
      "--env <name>",
      "an environment variable, with * for any text, whose value is kept; may be repeated",
      repeated,
      [],
    )
    .option("--no-log", "leave the terminal to the command and keep no copy of its output")
    .action(
      context.action(async (app, argv: string[], options: RunOptions) => {
        const { run } = await import("../commands/run/run.js");
        return run(app, argv, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx run -- python train.py --lr 0.1", "record a training"],
      [
        "mlx run --name big --param depth=8 --metrics metrics.json -- node train.js",
        "with a parameter and a file of metrics",
      ],
      ["mlx run --output model.bin -- ./train.sh", "keep what it writes"],
    ],
    exitCodes: {
      0: "the command succeeded; any other code is the command's own, 128 + N if signal N ended it",
      3: "the command was not started: it was not found, or the run could not be recorded",
    },
  });
}
