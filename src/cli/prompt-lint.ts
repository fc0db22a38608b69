import { type Command, Option } from "commander";
import type { LintOptions } from "../commands/prompt/lint.js";
import { lintFormats } from "../commands/prompt/lint-formats.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx prompt lint` */
export function addPromptLintCommand(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("lint")
    .summary("check prompts for mistakes, secrets, hidden text and the like")
    .description(
      "Checks prompts: whether they can run, whether strangers' text is kept apart, whether they hold secrets or hidden characters, and what was published of them. Rules are set in mlx.yaml, in a prompt's front matter, or by a comment with a reason; docs/lint.md describes each.",
    )
    .argument("[prompts...]", "names, NAME@VERSION, files or folders; every prompt if none is given")
    .addOption(new Option("--format <format>", "how to print what was found").choices(lintFormats))
    .option("-o, --output <file>", "write the report to a file")
    .option("--fix", "mend what is safe to mend")
    .option("-n, --dry-run", "with --fix: say what would be mended and change nothing")
    .addOption(
      new Option("--max-warnings <number>", "fail if there are more warnings").argParser(wholeNumber),
    )
    .option("--strict", "fail if there is any warning")
    .option("--rule <rule>", "apply this rule alone; may be repeated", repeated, [])
    .action(
      context.action(async (app, words: string[], options: LintOptions) => {
        const { lint } = await import("../commands/prompt/lint.js");
        return lint(app, words, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt lint", "check every prompt"],
      ["mlx prompt lint support-answer", "check one"],
      ["mlx prompt lint drafts/idea.md --rule secret", "look for secrets in a file outside of prompts/"],
      ["mlx prompt lint --fix", "remove hidden characters, byte order marks and the like"],
      ["mlx prompt lint --format sarif --output lint.sarif", "a report for code scanning"],
      ["mlx prompt lint --max-warnings 0", "in CI: fail on warnings too"],
    ],
    exitCodes: {
      0: "no errors, and no more warnings than allowed",
      1: "errors, or more warnings than allowed",
    },
  });
}
