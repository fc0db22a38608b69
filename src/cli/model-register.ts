import type { Command } from "commander";
import type { ArchiveOptions } from "../commands/model/archive.js";
import type { ListModelsOptions } from "../commands/model/list.js";
import type { PullModelOptions } from "../commands/model/pull.js";
import type { RegisterOptions } from "../commands/model/register.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

const dryRun = ["-n, --dry-run", "say what would change and change nothing", false] as const;
const none: readonly string[] = [];

/** `mlx model register|list|show|pull|archive` */
export function addModelRegisterCommands(model: Command, context: CliContext): void {
  addRegister(model, context);
  addList(model, context);
  addShow(model, context);
  addPull(model, context);
  addArchive(model, context);
}

function addRegister(model: Command, context: CliContext): void {
  const command = model
    .command("register")
    .summary("keep files as the next version of a model, with where they come from")
    .description(
      "Takes files into the cache, from where mlx data push sends them on, and writes an immutable version to models/NAME: digests, format, the header's facts, and the lineage that the ledger has of the run: commit, data, parameters, metrics, environment. Without --run the run is found by the bytes of its outputs. What is not known of the lineage is said.",
    )
    .argument("<name>", "the model")
    .argument("[paths...]", "files, folders, or artifacts, runs:/ID/PATH; none: the outputs of --run")
    .option("--run <id>", "the run that made it: an id, a name, or last")
    .option("--metric <key=value>", "a figure of this version; repeat for more", repeated, none)
    .option("--data <path>", "data that it was trained on; repeat for more", repeated, none)
    .option("--prompt <reference>", "a prompt's version that it goes with; repeat for more", repeated, none)
    .option("--base-model <text>", "the model that it was tuned from")
    .option("--adapter <text>", "an adapter that belongs to it; repeat for more", repeated, none)
    .option("--license <text>", "its license, such as Apache-2.0")
    .option("--tag <key=value>", "anything else to keep with it; repeat for more", repeated, none)
    .option("-m, --message <text>", "what is new in it; kept with the version")
    .option("--follow", "take the files that symbolic links lead to", false)
    .option("--require-lineage", "refuse if anything of the lineage is not known", false)
    .option(...dryRun)
    .action(
      context.action(async (app, name: string, paths: string[], options: RegisterOptions) => {
        const { register } = await import("../commands/model/register.js");
        return register(app, name, paths, options);
      }),
    );
  describe(command, {
    examples: [
      ['mlx model register penguins --run last -m "More trees"', "what the last run left behind"],
      ["mlx model register penguins out/model.pkl", "a file; the run that wrote it is found by its bytes"],
      ["mlx model register reranker lora/ --base-model org/base --license MIT", "a folder: a LoRA adapter"],
      ["mlx model register penguins runs:/last/model --require-lineage", "an artifact, or nothing"],
    ],
    exitCodes: {
      0: "registered, or the latest version is the same",
      1: "--require-lineage, and something of the lineage is not known; nothing was written",
      3: "a file changed while it was read, or what the registry holds is damaged",
    },
  });
}

function addList(model: Command, context: CliContext): void {
  const command = model
    .command("list")
    .summary("list the models, or the versions of one")
    .description(
      "Lists every model with its latest version, its aliases, format, size and main figures; of one model, the latest 15 versions. Older and archived ones are left out without --all.",
    )
    .argument("[name]", "list the versions of this model")
    .option("-a, --all", "archived versions too, and however many there are", false)
    .action(
      context.action(async (app, name: string | undefined, options: ListModelsOptions) => {
        const { listModels } = await import("../commands/model/list.js");
        return listModels(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx model list", "every model"],
      ["mlx model list penguins --all", "every version of one"],
      ["mlx model list --json", "for scripts"],
    ],
    exitCodes: { 0: "listed", 3: "what the registry holds is damaged" },
  });
}

function addShow(model: Command, context: CliContext): void {
  const command = model
    .command("show")
    .summary("show everything that is known of a version")
    .description(
      "Shows the files of a version, what their headers say, the scan, the lineage, figures, aliases and approvals. Without a version the latest one that is not archived.",
    )
    .argument("<reference>", "NAME, NAME@VERSION or NAME@ALIAS")
    .action(
      context.action(async (app, reference: string) => {
        const { showModel } = await import("../commands/model/show.js");
        return showModel(app, reference);
      }),
    );
  describe(command, {
    examples: [
      ["mlx model show penguins", "the latest version"],
      ["mlx model show penguins@champion --json", "what an alias points at, for scripts"],
    ],
    exitCodes: { 0: "shown", 3: "what the registry holds is damaged" },
  });
}

function addPull(model: Command, context: CliContext): void {
  const command = model
    .command("pull")
    .summary("write the files of a version into a folder")
    .description(
      "Brings the bytes of a version, from the cache or a store, verifies them and writes them under their own names: a new folder appears whole or not at all. A file that is there with other bytes is never overwritten.",
    )
    .argument("<reference>", "NAME@VERSION or NAME@ALIAS")
    .option("--to <folder>", "where to write them (default: ./NAME-VERSION)")
    .option("-r, --remote <name>", "fetch what is missing from this store, not the default one")
    .option(...dryRun)
    .action(
      context.action(async (app, reference: string, options: PullModelOptions) => {
        const { pullModel } = await import("../commands/model/pull.js");
        return pullModel(app, reference, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx model pull penguins@production --to serving/model", "what an alias points at"],
      ["mlx model pull penguins@3", "a version, to ./penguins-3"],
    ],
    exitCodes: { 0: "the folder holds the version", 3: "bytes are damaged or cannot be had" },
  });
}

function addArchive(model: Command, context: CliContext): void {
  const command = model
    .command("archive")
    .summary("take a version out of lists, or bring it back")
    .description(
      "Writes an event that says that a version is not to be used any more. Its files and its record stay, and so does its number. A version that an alias points at cannot be archived.",
    )
    .argument("<reference>", "NAME@VERSION")
    .option("--undo", "bring it back", false)
    .option("-m, --message <text>", "why; kept with the event")
    .option(...dryRun)
    .action(
      context.action(async (app, reference: string, options: ArchiveOptions) => {
        const { archive } = await import("../commands/model/archive.js");
        return archive(app, reference, options);
      }),
    );
  describe(command, {
    examples: [
      ['mlx model archive penguins@2 -m "Trained on the wrong split"', "take it out of lists"],
      ['mlx model archive penguins@2 --undo -m "It was right"', "bring it back"],
    ],
    exitCodes: { 0: "archived or brought back, or it was already" },
  });
}
