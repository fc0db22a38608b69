import type { Command } from "commander";
import type { ImportSuiteOptions } from "../app/evals/promptfoo/import-suite.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

/** validate, import: suite files. */
export function addEvalSuiteCommands(noun: Command, context: CliContext): void {
  addValidateCommand(noun, context);
  addImportCommand(noun, context);
}

function addValidateCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("validate")
    .summary("check suites with their data and prompts, and call nobody")
    .description(
      "Reads suites of mlx or promptfoo and everything that they name: prompts, data, scripts. Tells every mistake at once with its place, and how many cases and calls a run would have. Needs no credentials.",
    )
    .argument("<suites...>", "suite files, or names of suites in evals/")
    .action(
      context.action(async (app, suites: string[]) => {
        const { validate } = await import("../commands/eval/validate.js");
        return validate(app, suites);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval validate evals/support.eval.yaml", "check one suite"],
      ["mlx eval validate support triage", "check two of evals/ by their names"],
      ["mlx eval validate promptfooconfig.yaml --json", "the same for a script, of a suite of promptfoo"],
    ],
    exitCodes: { 0: "every suite can be run", 2: "a suite cannot be run; every mistake was told" },
  });
}

function addImportCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("import")
    .summary("convert a suite of promptfoo into one of mlx")
    .description(
      "Writes a suite of promptfoo as one of mlx: prompts, providers, tests with their variables and assertions, metrics. Says what could not be kept, with its place. A suite of promptfoo also runs as it is.",
    )
    .argument("<suite>", "the file of promptfoo, such as promptfooconfig.yaml")
    .option("--output <file>", "where to write it; by default evals/NAME.eval.yaml")
    .option("--force", "replace a file that is there", false)
    .option("-n, --dry-run", "convert and say what would be lost, but write nothing", false)
    .action(
      context.action(async (app, suite: string, options: ImportSuiteOptions) => {
        const { importEval } = await import("../commands/eval/import.js");
        return importEval(app, suite, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval import promptfooconfig.yaml", "write evals/NAME.eval.yaml, named after the folder"],
      [
        "mlx eval import promptfooconfig.yaml --output evals/support.eval.yaml --force",
        "to a file of your choice",
      ],
      ["mlx eval import promptfooconfig.yaml --dry-run --json", "see what would be lost"],
    ],
    exitCodes: { 0: "written", 2: "it cannot be read, or nothing faithful can be written" },
  });
}
