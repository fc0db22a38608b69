import { type Command, Option } from "commander";
import type { CheckOptions } from "../commands/schema/check.js";
import { checkFormats } from "../commands/schema/check-formats.js";
import type { InferOptions } from "../commands/schema/infer.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx schema …` */
export function addSchemaCommands(noun: Command, context: CliContext): void {
  addInferCommand(noun, context);
  addCheckCommand(noun, context);
}

function addInferCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("infer")
    .summary("write a schema from data: types, ranges, categories, keys")
    .description(
      "Looks at every value of a CSV, TSV, JSON Lines or Parquet file and writes schemas/NAME.schema.yaml: types, which columns may lack values, ranges rounded outwards, categories where they are few and come often, formats, keys. What a few rows suggest is left out. Read it, correct it, commit it.",
    )
    .argument("<files...>", "data files: one, or the parts of one whole")
    .option("--name <name>", "name of the schema; by default that of the first file")
    .option("--force", "replace a schema that is there", false)
    .option("-n, --dry-run", "print the schema and write nothing", false)
    .action(
      context.action(async (app, files: string[], options: InferOptions) => {
        const { infer } = await import("../commands/schema/infer.js");
        return infer(app, files, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx schema infer data/train.csv", "write schemas/train.schema.yaml"],
      ["mlx schema infer data/2025-*.parquet --name sales", "one schema for the parts of one whole"],
      ["mlx schema infer data/train.csv -n", "look at it first"],
    ],
    exitCodes: { 0: "written", 2: "the data cannot be read, or the schema is there already" },
  });
}

function addCheckCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("check")
    .summary("hold a data file against its schema")
    .description(
      "Checks every rule of a schema and names what breaks it: how many rows, what share, which rows, with examples. The schema is the one that --schema or the data's pointer (meta: schema) names, else schemas/NAME.schema.yaml of the file's own name.",
    )
    .argument(
      "<file>",
      "CSV, TSV, JSON Lines or Parquet, also .gz or .zst; tracked data need not be checked out",
    )
    .option("--schema <schema>", "name of a schema below schemas/, or a file")
    .addOption(
      new Option("--examples <number>", "rows to name of each violation").default(5).argParser(wholeNumber),
    )
    .option(
      "--redact <column>",
      "keep the values of a column out of the report; may be repeated",
      repeated,
      [],
    )
    .addOption(new Option("--format <format>", "how to print what was found").choices(checkFormats))
    .option("--update", "widen the schema so that this file fits, and show the changes", false)
    .option("-n, --dry-run", "with --update: show the changes and write nothing", false)
    .option("--strict", "fail on warnings too", false)
    .action(
      context.action(async (app, file: string, options: CheckOptions) => {
        const { check } = await import("../commands/schema/check.js");
        return check(app, file, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx schema check data/train.csv", "check against schemas/train.schema.yaml"],
      ["mlx schema check new.parquet --schema train --examples 20", "another file, with more rows named"],
      ["mlx schema check data/train.csv --redact email", "a report without anybody's address"],
      ["mlx schema check data/train.csv --format markdown", "a table for a pull request"],
      ["mlx schema check data/train.csv --update", "the data are right: widen the schema"],
    ],
    exitCodes: {
      0: "the file keeps every rule, or breaks those alone that warn",
      1: "the file breaks a rule",
      2: "the schema is not valid, with every mistake and its place; or the file cannot be read",
    },
  });
}
