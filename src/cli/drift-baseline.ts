import type { Command } from "commander";
import type { BaselineOptions } from "../commands/drift/baseline.js";
import type { MergeOptions } from "../commands/drift/merge.js";
import type { ProfileOptions } from "../commands/drift/profile.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

/** baseline, profile, merge: what checks go by. */
export function addDriftBaselineCommands(noun: Command, context: CliContext): void {
  addBaselineCommand(noun, context);
  addProfileCommand(noun, context);
  addMergeCommand(noun, context);
}

function addBaselineCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("baseline")
    .summary("profile data as what later data are compared with")
    .description(
      "Profiles each column of a CSV, TSV, JSON Lines or Parquet file (also .gz or .zst) and writes drift/NAME.baseline.json, a few kilobytes to commit, and once drift/NAME.drift.yaml, which says what is looked at. The same file gives the same bytes. Replacing a baseline says what changes.",
    )
    .argument("<name>", "name of the baseline and its monitor")
    .option(
      "--data <file>",
      "a file, tracked data that need not be checked out, or s3://bucket/key; by default what the monitor names",
    )
    .option(
      "--kind <column=kind>",
      "take a column for numeric, categorical, boolean, timestamp, text or embedding; may be repeated",
      repeated,
      [],
    )
    .option(
      "--role <column=role>",
      "what a column is for: feature, prediction, label, timestamp, text, embedding or segment; may be repeated",
      repeated,
      [],
    )
    .option(
      "--redact <column=how>",
      "keep values of a column out of the baseline: hash or drop; may be repeated",
      repeated,
      [],
    )
    .option("-m, --message <text>", "why these data are the baseline")
    .option("--force", "replace a baseline of other data", false)
    .option("-n, --dry-run", "profile, and say what would be written", false)
    .action(
      context.action(async (app, name: string, options: BaselineOptions) => {
        const { baseline } = await import("../commands/drift/baseline.js");
        return baseline(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx drift baseline churn --data data/train.csv", "profile the data that a model was trained on"],
      [
        "mlx drift baseline churn --data data/train.csv --role score=prediction --role left=label",
        "say what columns are for",
      ],
      [
        "mlx drift baseline churn --data data/train.csv --redact name=drop --redact city=hash",
        "keep personal data out of git",
      ],
      ['mlx drift baseline churn --data data/2025.csv --force -m "New price list"', "accept newer data"],
    ],
    exitCodes: {
      0: "written, or there already",
      2: "the data cannot be read, or there is a baseline of other data",
    },
  });
}

function addProfileCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("profile")
    .summary("profile a shard on the knots of a baseline, to be added to others")
    .description(
      "Counts the rows of a file at the places where a baseline counts. Such profiles, made anywhere, add up to that of all rows together: mlx drift merge.",
    )
    .argument("<file>", "CSV, TSV, JSON Lines or Parquet, also .gz or .zst, tracked, or s3://bucket/key")
    .requiredOption("--knots <baseline>", "a baseline, by name or file")
    .option("--output <file>", "where to write it; by default to standard output")
    .action(
      context.action(async (app, file: string, options: ProfileOptions) => {
        const { profile } = await import("../commands/drift/profile.js");
        return profile(app, file, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx drift profile --knots churn data/monday.parquet --output monday.json", "one shard"],
      [
        "mlx drift profile --knots churn.baseline.json s3://logs/monday.csv.gz",
        "on another machine, from a store",
      ],
    ],
    exitCodes: { 0: "written", 2: "the data or the baseline cannot be read" },
  });
}

function addMergeCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("merge")
    .summary("add profiles of shards into one of them all")
    .description(
      "Adds profiles that mlx drift profile took on the knots of one baseline. Counts add exactly, means and variances to the last digits.",
    )
    .argument("<profiles...>", "files of mlx drift profile, or of this command")
    .option("--output <file>", "where to write it; by default to standard output")
    .action(
      context.action(async (app, profiles: string[], options: MergeOptions) => {
        const { merge } = await import("../commands/drift/merge.js");
        return merge(app, profiles, options);
      }),
    );
  describe(command, {
    examples: [["mlx drift merge monday.json tuesday.json --output week.json", "two days as one"]],
    exitCodes: { 0: "written", 2: "the profiles are on different knots, or cannot be read" },
  });
}
