import type { Command } from "commander";
import type { GetOptions } from "../commands/runs/get.js";
import type { RmOptions } from "../commands/runs/rm.js";
import type { TagOptions } from "../commands/runs/tag.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { runMeaning, runsMeaning } from "./run-argument.js";

const dryRun = ["-n, --dry-run", "say what would change and change nothing", false] as const;

/** `mlx runs tag|rm|get` */
export function addRunsCareCommands(runs: Command, context: CliContext): void {
  addTag(runs, context);
  addRm(runs, context);
  addGet(runs, context);
}

function addTag(runs: Command, context: CliContext): void {
  const command = runs
    .command("tag")
    .summary("set, remove or show a run's tags, or rename it")
    .description(
      "Sets and removes tags of a run, or renames it. Without tags and options, shows the tags that it has.",
    )
    .argument("<run>", runMeaning)
    .argument("[tags...]", "key=value")
    .option("--remove <key>", "remove this tag; may be repeated", repeated, [])
    .option("--name <name>", "give the run this name")
    .option(...dryRun)
    .action(
      context.action(async (app, run: string, tags: string[], options: Omit<TagOptions, "tags">) => {
        const { tag } = await import("../commands/runs/tag.js");
        return tag(app, run, { ...options, tags });
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs tag last team=vision stage=candidate", "set two tags"],
      ["mlx runs tag 7Q2M8KX4 --remove stage --name 'lower rate'", "remove a tag and rename the run"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addRm(runs: Command, context: CliContext): void {
  const command = runs
    .command("rm")
    .summary("delete runs: hidden first, for good with --purge")
    .description(
      "Hides runs from lists, with the runs that MLflow clients made inside of them. --restore brings them back, --purge removes deleted runs and the snapshots of their code for good.",
    )
    .argument("[runs...]", `${runsMeaning}; with --purge, none means all deleted runs`)
    .option("--purge", "remove deleted runs for good", false)
    .option("--restore", "bring deleted runs back", false)
    .option(...dryRun)
    .action(
      context.action(async (app, names: string[], options: RmOptions) => {
        const { rm } = await import("../commands/runs/rm.js");
        return rm(app, names, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs rm 7Q2M8KX4", "hide a run"],
      ["mlx runs rm --restore 7Q2M8KX4", "bring it back"],
      ["mlx runs rm --purge --dry-run", "which runs would be gone for good"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addGet(runs: Command, context: CliContext): void {
  const command = runs
    .command("get")
    .summary("write a run's artifacts and outputs into a folder")
    .description(
      "Writes what a run left behind into a folder, from the cache or, if that lacks it, from a remote. Files that are there are not overwritten without --force. One artifact that is named whole is written to the file that --to names, where that file is there or is called as the artifact is.",
    )
    .argument("<run>", runMeaning)
    .argument("[paths...]", "artifacts, or folders of them; all if none is named")
    .requiredOption(
      "--to <path>",
      "the folder to write to, made if it is not there, or the file for one artifact; required",
    )
    .option("--log", "write what the command printed, too, as output.log", false)
    .option("-r, --remote <remote>", "fetch from this remote instead of the default one")
    .option("--force", "overwrite files", false)
    .option(...dryRun)
    .action(
      context.action(async (app, run: string, paths: string[], options: Omit<GetOptions, "paths">) => {
        const { get } = await import("../commands/runs/get.js");
        return get(app, run, { ...options, paths });
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs get last --to results", "everything that the last run left behind"],
      ["mlx runs get baseline outputs/model.json --to models/baseline", "one file of it"],
      ["mlx runs get 7Q2M8KX4 outputs/preds.csv --to preds.csv --force", "put an output back in its place"],
      ["mlx runs get 7Q2M8KX4 --to results --log --remote origin", "with its log"],
    ],
    exitCodes: { 0: "written", 3: "some bytes are neither in the cache nor on the remote" },
  });
}
