import { type Command, Option } from "commander";
import type { NewOptions } from "../commands/prompt/new.js";
import type { RenderOptions } from "../commands/prompt/render.js";
import { promptTemplates } from "../prompts/prompt-templates.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

/** `mlx prompt new|list|show|render` */
export function addPromptWriteCommands(prompt: Command, context: CliContext): void {
  addNew(prompt, context);
  addList(prompt, context);
  addShow(prompt, context);
  addRender(prompt, context);
}

function addNew(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("new")
    .summary("write a new prompt, from a template")
    .description(
      "Writes prompts/NAME/prompt.md: a whole prompt of the chosen kind to start from, with a pinned model, untrusted input between tags, and the static text first.",
    )
    .argument("<name>", "what the prompt is called; also its folder's name")
    .addOption(
      new Option("--template <kind>", "what to start from").choices([...promptTemplates]).default("chat"),
    )
    .option("-n, --dry-run", "print what would be written and write nothing", false)
    .action(
      context.action(async (app, name: string, options: NewOptions) => {
        const { newPrompt } = await import("../commands/prompt/new.js");
        return newPrompt(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt new support-answer", "prompts/support-answer/prompt.md, a chat"],
      ["mlx prompt new triage --template classification", "labels, few-shot examples and an output schema"],
      ["mlx prompt new grader --template judge --dry-run", "look at it first"],
    ],
    exitCodes: { 0: "written" },
  });
}

function addList(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("list")
    .summary("show the prompts with their versions and aliases")
    .description(
      "Shows each prompt with its latest version, its aliases and its model, and whether its text has changed since that version was published.",
    )
    .action(
      context.action(async (app) => {
        const { listPrompts } = await import("../commands/prompt/list.js");
        return listPrompts(app);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt list", "names, versions, aliases, models"],
      ["mlx prompt list --json", "the same for a script"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addShow(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("show")
    .summary("show a prompt, or one of its versions")
    .description(
      "Shows what a prompt takes, what it sets and what it says; --json gives all that a program needs to use it. A published version is verified from the alias down to its bytes.",
    )
    .argument("<prompt>", "NAME for the working copy, NAME@VERSION or NAME@ALIAS for a published version")
    .action(
      context.action(async (app, reference: string) => {
        const { showPrompt } = await import("../commands/prompt/show.js");
        return showPrompt(app, reference);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt show support-answer", "the working copy"],
      ["mlx prompt show support-answer@stable --json", "for a program in any language"],
    ],
    exitCodes: { 0: "shown", 3: "the version's files are damaged" },
  });
}

function addRender(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("render")
    .summary("fill a prompt in and print its messages")
    .description(
      "Fills a prompt in and prints the messages as they are sent to a model, with the tokens of each role. A missing input is an error that names the line where it is used.",
    )
    .argument("<prompt>", "NAME, NAME@VERSION, NAME@ALIAS, or the path of a prompt file")
    .option(
      "--var <name=value>",
      "an input; lists, mappings and numbers as JSON (may be repeated)",
      repeated,
      [],
    )
    .option("--vars <file>", "a JSON or YAML mapping with inputs; - reads standard input")
    .option("--example <n>", "take the inputs of the prompt's nth example, counted from 1")
    .action(
      context.action(async (app, reference: string, options: RenderOptions) => {
        const { renderMessages } = await import("../commands/prompt/render.js");
        return renderMessages(app, reference, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt render support-answer --var question='How do I pay?'", "the working copy"],
      [
        "mlx prompt render support-answer@stable --vars inputs.yaml --json",
        "a published version, for a script",
      ],
      ["mlx prompt render triage --example 1", "with the inputs of its first example"],
    ],
    exitCodes: { 0: "rendered", 3: "the version's files are damaged" },
  });
}
