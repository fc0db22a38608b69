import { type Command, Option } from "commander";
import type { AttributeOptions } from "../commands/drift/attribute.js";
import type { CheckOptions } from "../commands/drift/check.js";
import { checkFormats } from "../commands/drift/check-formats.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

const verdicts = {
  0: "ok, or a warning",
  1: "drift; with --strict a warning or nothing to say, too",
  5: "inconclusive: too few rows to say anything",
} as const;

/** check, attribute: whether data have drifted, and which commit it was. */
export function addDriftCheckCommands(noun: Command, context: CliContext): void {
  addCheck(noun, context);
  addAttribute(noun, context);
}

function addCheck(noun: Command, context: CliContext): void {
  const command = noun
    .command("check")
    .summary("compare data with a baseline: what has moved, by how much, and whether it matters")
    .description(
      "Profiles the data as the baseline was profiled and compares column by column: an effect that matters and is no chance is drift. Missing values, new categories, changed types and values out of range count by themselves. Fewer than 30 rows say nothing; with more than 10,000 the effect alone decides.",
    )
    .argument("<name>", "name of a monitor in drift/")
    .option(
      "--data <file>",
      "a file, tracked data that need not be checked out, or s3://bucket/key; by default what the monitor names",
    )
    .option(
      "--profile <file>",
      "a profile of the data instead of them, of mlx drift profile or merge: the same verdict, without the rows",
    )
    .option("--window <column=length>", "check windows by themselves, too: date=1mo, hour=6h, year=1")
    .option(
      "--segment <column>",
      "check each value of a column by itself, too; may be repeated",
      repeated,
      [],
    )
    .option(
      "--raw",
      "compare values with those of the baseline's data, too: Anderson–Darling, MMD, and all columns together",
      false,
    )
    .option("--strict", "fail for a warning and where too few rows say nothing", false)
    .addOption(new Option("--format <format>", "how to print the report").choices(checkFormats))
    .option("-o, --output <file>", "write the report to a file: .json, .md, .xml (JUnit), .html")
    .option(
      "--record <name@version>",
      "keep the verdict in the repository, as evidence of a registered model",
    )
    .option("--no-record", "keep the check out of the history")
    .action(
      context.action(async (app, name: string, options: CheckOptions) => {
        const { check } = await import("../commands/drift/check.js");
        return check(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx drift check penguins --data data/late.csv", "compare a file with the baseline"],
      ["mlx drift check weather --data new.csv --window date=1mo", "and each month of it"],
      ["mlx drift check churn --data new.parquet --segment country", "and each country"],
      ["mlx drift check churn --profile week.json", "rows that stayed on other machines, by their profile"],
      ["mlx drift check churn --data new.parquet --record churn@4", "evidence of a model, for its gates"],
      ["mlx drift check churn --data new.parquet --output drift.html", "with a page to look at"],
      [
        "mlx drift check churn --data new.parquet --format github --strict",
        "in CI: annotate, and fail on warnings",
      ],
    ],
    exitCodes: {
      ...verdicts,
      5: "inconclusive: too few rows to say anything; of a profile, labelled predictions, too",
    },
  });
}

function addAttribute(noun: Command, context: CliContext): void {
  const command = noun
    .command("attribute")
    .summary("name the commit that moved the data")
    .description(
      "Repeats the check for every commit that changed the data's pointer between two revisions, with the bytes from the cache or the store, and names the one that moved it. The working tree stays as it is.",
    )
    .argument("<name>", "name of a monitor in drift/")
    .requiredOption("--from <revision>", "where the data were well: a commit, a branch or a tag")
    .option("--to <revision>", "where they are not any more", "HEAD")
    .option("--data <file>", "the tracked file; by default what the monitor names")
    .option("--column <column>", "the commit that moved this column")
    .action(
      context.action(async (app, name: string, options: AttributeOptions) => {
        const { attribute } = await import("../commands/drift/attribute.js");
        return attribute(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx drift attribute weather --from v1.0", "who moved it since a release"],
      ["mlx drift attribute weather --from v1.0 --to main --column wind", "who moved one column"],
    ],
    exitCodes: { 0: "done, whether or not a commit moved it" },
  });
}
