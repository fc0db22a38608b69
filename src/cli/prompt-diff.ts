import type { Command } from "commander";
import type { DiffOptions } from "../commands/prompt/diff.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** `mlx prompt diff` */
export function addPromptDiffCommand(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("diff")
    .summary("show what changed between two versions of a prompt")
    .description(
      "Compares two texts of a prompt by meaning (inputs, output, model, settings, messages, examples, tools) and word by word, with tokens and estimated costs. Says which part of the version number should go up.",
    )
    .argument(
      "<before>",
      "NAME, NAME@VERSION, NAME@ALIAS or NAME@COMMIT; a single NAME is its last published version, or its last commit",
    )
    .argument("[after]", "what to compare with (default: the working copy of the same prompt)")
    .option("--exit-code", "exit 1 if anything has changed in meaning or wording")
    .action(
      context.action(async (app, before: string, after: string | undefined, options: DiffOptions) => {
        const { diff } = await import("../commands/prompt/diff.js");
        return diff(app, before, after, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt diff support-answer", "the last published version against the working copy"],
      ["mlx prompt diff support-answer@stable", "what the alias stable points at against the working copy"],
      ["mlx prompt diff support-answer@1.2.0 support-answer@stable", "two published versions"],
      ["mlx prompt diff support-answer --json", "the same for a script"],
    ],
    exitCodes: {
      0: "compared, whether or not there are differences",
      1: "--exit-code was given and something has changed",
    },
  });
}
