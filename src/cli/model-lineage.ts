import type { Command } from "commander";
import type { DiffOptions } from "../commands/model/diff.js";
import type { LineageOptions } from "../commands/model/lineage.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

const none: readonly string[] = [];

/** `mlx model diff|lineage` */
export function addModelLineageCommands(model: Command, context: CliContext): void {
  addDiff(model, context);
  addLineage(model, context);
}

function addDiff(model: Command, context: CliContext): void {
  const command = model
    .command("diff")
    .summary("what differs between two versions: figures, files, data, code, …")
    .description(
      "Compares two versions, of one model or of two: files and what their headers say, figures and which way they went, evaluations, parameters, data and prompts by digest, the commits, the environment.",
    )
    .argument("<before>", "NAME@VERSION or NAME@ALIAS")
    .argument("<after>", "NAME@VERSION or NAME@ALIAS")
    .option("-a, --all", "show what is equal, too", false)
    .option("--higher <metric>", "this metric is better when it is higher; may be repeated", repeated, none)
    .option("--lower <metric>", "this metric is better when it is lower; may be repeated", repeated, none)
    .action(
      context.action(async (app, before: string, after: string, options: DiffOptions) => {
        const { diff } = await import("../commands/model/diff.js");
        return diff(app, before, after, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx model diff penguins@1 penguins@2", "two versions"],
      ["mlx model diff penguins@champion penguins@challenger --all", "by alias, with what is equal"],
      ["mlx model diff penguins@1 penguins@2 --json", "for a script"],
    ],
    exitCodes: { 0: "compared, whether or not anything differs", 3: "something is damaged or missing" },
  });
}

function addLineage(model: Command, context: CliContext): void {
  const command = model
    .command("lineage")
    .summary("where a version comes from and where it went, as a tree, a page or a chart")
    .description(
      "Follows a version back to its run, data, code, environment and prompts, and forward to the evaluations and checks of it and the aliases that point at it. A name alone means the latest version and those that an alias holds.",
    )
    .argument("<reference>", "NAME, NAME@VERSION or NAME@ALIAS")
    .option("--html", "a page with the graph drawn, of one file, without scripts", false)
    .option("--mermaid", "a flow chart of Mermaid, for Markdown", false)
    .option("-o, --output <file>", "write it to this file; .html, .md, .mmd and .json say what")
    .action(
      context.action(async (app, reference: string, options: LineageOptions) => {
        const { lineage } = await import("../commands/model/lineage.js");
        return lineage(app, reference, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx model lineage penguins@champion", "as a tree"],
      ["mlx model lineage penguins --output lineage.html", "a page to send around"],
      ["mlx model lineage penguins@3 --mermaid", "a chart that GitHub draws in Markdown"],
    ],
    exitCodes: { 0: "shown", 3: "something is damaged or missing" },
  });
}
