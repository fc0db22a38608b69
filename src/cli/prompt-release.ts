import { type Command, Option } from "commander";
import type { AliasOptions } from "../commands/prompt/alias.js";
import type { PublishOptions } from "../commands/prompt/publish.js";
import { bumps } from "../registry/versions/semver.js";
import { addApproveCommand } from "./approve.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { addPromptDiffCommand } from "./prompt-diff.js";

const dryRun = ["-n, --dry-run", "say what would change and change nothing", false] as const;

/** `mlx prompt publish|diff|alias|approve|history` */
export function addPromptReleaseCommands(prompt: Command, context: CliContext): void {
  addPublish(prompt, context);
  addPromptDiffCommand(prompt, context);
  addAlias(prompt, context);
  addApproveCommand(prompt, context, "prompt");
  addHistory(prompt, context);
}

function addPublish(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("publish")
    .summary("freeze the working copy as a version")
    .description(
      "Writes a copy that never changes again, with a record and an event, to prompts/NAME. Refuses errors of the linter and a text that is published already. Without --version and --bump it says which part of the version number the changes ask for.",
    )
    .argument("<name>", "the prompt")
    .option("--version <version>", "the version it is to be, such as 1.2.0 or 2.0.0-rc.1")
    .addOption(new Option("--bump <part>", "raise this part of the latest version").choices(bumps))
    .option("-m, --message <text>", "what changed and why; kept with the version")
    .option(...dryRun)
    .action(
      context.action(async (app, name: string, options: PublishOptions) => {
        const { publish } = await import("../commands/prompt/publish.js");
        return publish(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt publish support-answer", "which version do the changes ask for?"],
      ['mlx prompt publish support-answer --bump minor -m "Name the sources"', "the next minor version"],
      [
        'mlx prompt publish support-answer --version 2.0.0-rc.1 -m "Try the new model"',
        "a release candidate",
      ],
    ],
    exitCodes: { 0: "published", 1: "the linter found errors; nothing was written" },
  });
}

function addAlias(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("alias")
    .summary("show, move, roll back or remove an alias such as stable")
    .description(
      "An alias is a name for a version that callers use: NAME@stable. Moving it writes an event and a one-line file, and demands what prompts.gates in mlx.yaml asks of it: a clean lint, a signed commit, approvals. Without a version it shows what the alias points at.",
    )
    .argument("<name>", "the prompt")
    .argument("<alias>", "letters, digits, _ and -, such as stable")
    .argument("[version]", "a version, or another alias, to point at")
    .option("--rollback", "go back to the version that held it before", false)
    .option("--remove", "take the alias away", false)
    .option("--override <reason>", "pass over failing gates; the reason is kept on record for ever")
    .option("-m, --message <text>", "why; kept with the event")
    .option(...dryRun)
    .action(
      context.action(
        async (app, name: string, alias: string, version: string | undefined, options: AliasOptions) => {
          const { alias: moveAlias } = await import("../commands/prompt/alias.js");
          return moveAlias(app, name, alias, version, options);
        },
      ),
    );
  describe(command, {
    examples: [
      ["mlx prompt alias support-answer stable", "which version is it?"],
      ["mlx prompt alias support-answer stable 1.2.0", "point it at a version"],
      ["mlx prompt alias support-answer stable candidate", "at whatever candidate points at now"],
      ['mlx prompt alias support-answer stable --rollback -m "Answers too long"', "back to the one before"],
    ],
    exitCodes: {
      0: "shown, moved, or there already",
      1: "a gate refused; nothing changed",
      3: "what the registry holds is damaged, or the alias was moved by another process meanwhile",
    },
  });
}

function addHistory(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("history")
    .summary("show a prompt's versions and its aliases over time")
    .description(
      "Shows each version, who published it, who approved it and what points at it, then what each alias pointed at, from when to when, and why. Reads the working tree alone; a shallow clone has all of it.",
    )
    .argument("<name>", "the prompt")
    .action(
      context.action(async (app, name: string) => {
        const { history } = await import("../commands/prompt/history.js");
        return history(app, name);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt history support-answer", "versions, aliases, people"],
      ["mlx prompt history support-answer --json", "the same for a script"],
    ],
    exitCodes: { 0: "shown" },
  });
}
