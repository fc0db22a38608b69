import { type Command, Option } from "commander";
import type { GateOptions } from "../commands/gate/gate.js";
import { gateFormats } from "../commands/gate/gate-formats.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx gate NAME@VERSION --to ALIAS` */
export function addGateCommand(command: Command, context: CliContext): void {
  command
    .argument("<reference>", "NAME@VERSION or NAME@ALIAS, of a model or of a prompt")
    .requiredOption("--to <alias>", "the alias whose gates are judged, such as champion")
    .option("--strict", "an alias without gates is a failure: a mistyped name passes nothing")
    .addOption(new Option("--format <format>", "how to print the verdict").choices(gateFormats))
    .action(
      context.action(async (app, reference: string, options: GateOptions) => {
        const { gate } = await import("../commands/gate/gate.js");
        return gate(app, reference, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx gate penguins@3 --to champion", "would it be promoted?"],
      ["mlx gate penguins@3 --to champion --strict", "in CI: a mistyped alias is a failure"],
      ["mlx gate penguins@3 --to champion --format markdown", "a summary for the pull request"],
      ["mlx gate penguins@3 --to champion --format junit > gate.xml", "for a CI server: each gate is a test"],
      ["mlx gate penguins@3 --to champion --format github", "annotations at the gates' lines in model.yaml"],
      ["mlx gate support-answer@1.2.0 --to stable --json", "a prompt, for a script"],
    ],
    exitCodes: {
      0: "every gate passed",
      1: "a gate refused, or with --strict there is none",
      3: "the registry is damaged, or something could not be read",
    },
  });
}
