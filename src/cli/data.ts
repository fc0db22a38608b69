import { type Command, Option } from "commander";
import type { AddOptions } from "../commands/data/add.js";
import type { CheckoutCommandOptions } from "../commands/data/checkout.js";
import type { StatusOptions } from "../commands/data/status.js";
import { linkTypes } from "../core/settings.js";
import type { CliContext } from "./command-context.js";
import { addCareCommands } from "./data-care.js";
import { addReadCommands } from "./data-read.js";
import { addTransferCommands } from "./data-transfer.js";
import { describe } from "./describe.js";

/** `mlx data …` */
export function addDataCommands(data: Command, context: CliContext): void {
  addAdd(data, context);
  addStatus(data, context);
  addCheckout(data, context);
  addTransferCommands(data, context);
  addReadCommands(data, context);
  addMv(data, context);
  addRm(data, context);
  addCareCommands(data, context);
}

function addAdd(data: Command, context: CliContext): void {
  const command = data
    .command("add")
    .summary("track files and folders, or what changed in them")
    .description(
      "Copies data into the cache, writes its pointer beside it and makes git ignore the data itself. The data stays where it is. Adding again takes in what changed.",
    )
    .argument("<paths...>", "files, folders, parts of a tracked folder, or patterns in quotes")
    .option("--follow", "track what a symbolic link leads to, and put a copy in the link's place", false)
    .option("-n, --dry-run", "say what would be added and change nothing", false)
    .action(
      context.action(async (app, paths: string[], flags: Omit<AddOptions, "paths">) => {
        const { add } = await import("../commands/data/add.js");
        return add(app, { ...flags, paths });
      }),
    );
  describe(command, {
    examples: [
      ["mlx data add data/train.csv", "track a file"],
      ["mlx data add images/", "track a folder as one, or take in what changed inside"],
      ["mlx data add images/cats", "take in the changes of a part of it"],
      ["mlx data add 'data/**/*.parquet'", "track every file that matches, each on its own"],
    ],
    exitCodes: {
      0: "added, or unchanged",
      3: "a file could not be read, or the disk is full; nothing is lost",
    },
  });
}

function addStatus(data: Command, context: CliContext): void {
  const command = data
    .command("status")
    .summary("compare data with its pointers")
    .description(
      "Says which tracked data is modified, missing or not in the cache. Reads only files whose size, times or inode changed.",
    )
    .argument("[paths...]", "limit to these paths")
    .option("--remote [remote]", "also ask a remote what it lacks")
    .option("--check", "exit 1 unless data equals its pointers", false)
    .action(
      context.action(async (app, paths: string[], flags: Omit<StatusOptions, "paths">) => {
        const { status } = await import("../commands/data/status.js");
        return status(app, { ...flags, paths });
      }),
    );
  describe(command, {
    examples: [
      ["mlx data status", "what changed since it was added"],
      ["mlx data status --remote", "and what the default remote lacks"],
      ["mlx data status --check", "for CI: exit 1 if anything differs"],
    ],
    exitCodes: {
      0: "done",
      1: "with --check: data differs from its pointers",
      3: "the remote failed",
      4: "no access to the remote",
    },
  });
}

function addCheckout(data: Command, context: CliContext): void {
  const command = data
    .command("checkout")
    .summary("make data equal its pointers")
    .description(
      "Puts cached files in place and removes files that a tracked folder's pointer does not have. A file whose bytes are nowhere else is left alone and named.",
    )
    .argument("[paths...]", "limit to these paths")
    .option("-f, --force", "replace and remove even what no copy exists of", false)
    .addOption(
      new Option(
        "--link <type>",
        "how files get their bytes (default: cache.link, else reflink, copy)",
      ).choices(linkTypes),
    )
    .option("-n, --dry-run", "say what would change and change nothing", false)
    .action(
      context.action(async (app, paths: string[], flags: Omit<CheckoutCommandOptions, "paths">) => {
        const { checkout } = await import("../commands/data/checkout.js");
        return checkout(app, { ...flags, paths });
      }),
    );
  describe(command, {
    examples: [
      ["mlx data checkout", "after git switch or git merge: bring the data along"],
      ["mlx data checkout images/cats", "only a part of a tracked folder"],
      ["mlx data checkout --force data/train.csv", "undo changes that were never added"],
    ],
    exitCodes: {
      0: "data equals its pointers",
      3: "something was left as it is, or its bytes are missing or damaged",
    },
  });
}

function addMv(data: Command, context: CliContext): void {
  const command = data
    .command("mv")
    .summary("move tracked data with its pointer")
    .description("Moves tracked data together with its pointer and its .gitignore line. Overwrites nothing.")
    .argument("<source>", "tracked data, or a file inside a tracked folder")
    .argument("<destination>", "its new path, or a folder to move it into")
    .option("-n, --dry-run", "say what would change and change nothing", false)
    .action(
      context.action(async (app, source: string, destination: string, flags: { dryRun: boolean }) => {
        const { mv } = await import("../commands/data/mv.js");
        return mv(app, { ...flags, source, destination });
      }),
    );
  describe(command, {
    examples: [
      [
        "mlx data mv data/train.csv data/2026/train.csv",
        "move the file, its pointer and its .gitignore line",
      ],
      ["mlx data mv images/a.png images/cats/a.png", "inside a tracked folder"],
    ],
    exitCodes: { 0: "moved", 3: "the file system refused" },
  });
}

function addRm(data: Command, context: CliContext): void {
  const command = data
    .command("rm")
    .summary("stop tracking data and remove it")
    .description(
      "Removes data, its pointer and its .gitignore line. The bytes stay in the cache until mlx data gc.",
    )
    .argument("<paths...>", "tracked data, or parts of a tracked folder")
    .option("--keep-data", "stop tracking, and leave the data where it is", false)
    .option("-f, --force", "remove even data that no copy exists of", false)
    .option("-n, --dry-run", "say what would be removed and change nothing", false)
    .action(
      context.action(
        async (app, paths: string[], flags: { keepData: boolean; force: boolean; dryRun: boolean }) => {
          const { rm } = await import("../commands/data/rm.js");
          return rm(app, { ...flags, paths });
        },
      ),
    );
  describe(command, {
    examples: [
      ["mlx data rm data/old.csv", "remove a file and stop tracking it"],
      ["mlx data rm --keep-data data/old.csv", "stop tracking it, keep the file"],
      ["mlx data rm images/cats/blurred.png", "a file of a tracked folder"],
    ],
    exitCodes: { 0: "removed", 3: "refused, since no copy of some data exists" },
  });
}
