import { type Command, Option } from "commander";
import type { ExportOptions } from "../commands/prompt/export.js";
import type { ImportOptions } from "../commands/prompt/import.js";
import { exchangeFormats } from "../prompts/exchange/types.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

/** `mlx prompt import|export` */
export function addPromptExchangeCommands(prompt: Command, context: CliContext): void {
  addImport(prompt, context);
  addExport(prompt, context);
}

function addImport(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("import")
    .summary("take in a prompt of dotprompt, Prompty, GitHub, promptfoo or OpenAI")
    .description(
      "Writes a prompt of another tool as prompts/NAME/prompt.md, and lists with its place whatever could not be kept. What has no faithful equivalent is an error that names each place; nothing is written then.",
    )
    .argument("<file>", "a .prompt, .prompty, .prompt.yml, promptfoo or message file")
    .option("--name <name>", "what to call the prompt (default: what the file says, else its own name)")
    .addOption(
      new Option("--format <format>", "what the file is (default: told by its name and content)").choices([
        ...exchangeFormats,
      ]),
    )
    .option("--pick <prompt>", "of a promptfoo file with several prompts: a number from 1, or a label")
    .option("--force", "replace a prompt of that name", false)
    .option("-n, --dry-run", "say what would be written and lost, and write nothing", false)
    .action(
      context.action(async (app, file: string, options: ImportOptions) => {
        const { importPrompt } = await import("../commands/prompt/import.js");
        return importPrompt(app, file, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt import greeting.prompt", "dotprompt, with its partials"],
      ["mlx prompt import support.prompty --name support-answer", "under another name"],
      ["mlx prompt import promptfooconfig.yaml --pick 2 --dry-run", "look at the second prompt first"],
    ],
    exitCodes: {
      0: "written",
      2: "something has no faithful equivalent, the format cannot be told, or the prompt exists",
    },
  });
}

function addExport(prompt: Command, context: CliContext): void {
  const command = prompt
    .command("export")
    .summary("write a prompt for dotprompt, Prompty, GitHub, promptfoo or OpenAI")
    .description(
      "Writes a prompt as another tool reads it, and lists on standard error whatever that format cannot hold, with its place. Few-shot examples and included files are written out.",
    )
    .argument("<prompt>", "NAME for the working copy, NAME@VERSION or NAME@ALIAS for a published version")
    .addOption(
      new Option("--format <format>", "the format to write")
        .choices([...exchangeFormats])
        .makeOptionMandatory(),
    )
    .option("-o, --output <file>", "write to a file (default: standard output)")
    .option("--var <name=value>", "for openai: fill this input in; may be repeated", repeated, [])
    .option("--vars <file>", "for openai: fill in the inputs of a JSON or YAML file")
    .option("--example <n>", "for openai: fill in the inputs of the prompt's nth example")
    .option("--force", "replace the file if it exists", false)
    .option("-n, --dry-run", "with --output, write nothing", false)
    .action(
      context.action(async (app, reference: string, options: ExportOptions) => {
        const { exportPrompt } = await import("../commands/prompt/export.js");
        return exportPrompt(app, reference, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx prompt export support-answer --format prompty --output support.prompty", "a Prompty file"],
      ["mlx prompt export support-answer@stable --format dotprompt", "a published version, printed"],
      ["mlx prompt export triage --format openai --example 1", "a whole request, with its values"],
    ],
    exitCodes: { 0: "written", 2: "the format has no words for something in the prompt; the file exists" },
  });
}
