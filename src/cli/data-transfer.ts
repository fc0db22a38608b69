import { type Command, InvalidArgumentError } from "commander";
import type { TransferCommandOptions } from "../commands/data/push.js";
import type { CliContext } from "./command-context.js";
import { type CommandDocs, describe } from "./describe.js";
import { repeated } from "./repeated.js";

interface TransferFlags {
  readonly remote?: string;
  readonly rev: string[];
  readonly allBranches: boolean;
  readonly allTags: boolean;
  readonly jobs?: number;
  readonly dryRun: boolean;
}

const outcomes: CommandDocs["exitCodes"] = {
  0: "everything is where it belongs",
  3: "something is missing or damaged, or the remote failed; the rest travelled",
  4: "the remote refused the credentials",
};

/** `mlx data push|fetch|pull` */
export function addTransferCommands(data: Command, context: CliContext): void {
  const push = transferCommand(data, "push", "upload what a store lacks")
    .description(
      "Uploads the objects that pointers need and the store lacks; without paths and revisions, the artifacts and logs of recorded runs too. A cut push goes on where it stopped.",
    )
    .action(
      context.action(async (app, paths: string[], flags: TransferFlags) => {
        const { push } = await import("../commands/data/push.js");
        return push(app, transferOptions(paths, flags));
      }),
    );
  describe(push, {
    examples: [
      ["mlx data push", "everything that the working tree's pointers need"],
      ["mlx data push images/cats", "only a part of a tracked folder"],
      ["mlx data push models/penguins", "the files of every version of a model"],
      ["mlx data push --all-branches --all-tags", "what any branch or tag needs"],
    ],
    exitCodes: outcomes,
  });
  const fetch = transferCommand(data, "fetch", "download into the cache; the working tree stays as it is")
    .description(
      "Downloads the objects that pointers need and the cache lacks, each verified on arrival; without paths and revisions, those of shared runs too.",
    )
    .action(
      context.action(async (app, paths: string[], flags: TransferFlags) => {
        const { fetch } = await import("../commands/data/fetch.js");
        return fetch(app, transferOptions(paths, flags));
      }),
    );
  describe(fetch, {
    examples: [
      ["mlx data fetch", "what the working tree's pointers need"],
      ["mlx data fetch penguins@3", "the files of one version of a model"],
      ["mlx data fetch --rev v1.0", "what a tag needs, without checking it out"],
    ],
    exitCodes: outcomes,
  });
  const pull = transferCommand(data, "pull", "download and put in place: fetch, then checkout")
    .description(
      "Downloads what the pointers need and makes data equal them. With revisions it only fills the cache. A file whose bytes are nowhere else is left alone and named.",
    )
    .option("-f, --force", "replace and remove even what no copy exists of", false)
    .action(
      context.action(async (app, paths: string[], flags: TransferFlags & { force: boolean }) => {
        const { pull } = await import("../commands/data/pull.js");
        return pull(app, { ...transferOptions(paths, flags), force: flags.force });
      }),
    );
  describe(pull, {
    examples: [
      ["mlx data pull", "after git clone or git pull: all tracked data"],
      ["mlx data pull images/cats", "only that part of a tracked folder moves"],
      ["mlx data pull --remote nas --jobs 4", "from another store, with four streams"],
    ],
    exitCodes: outcomes,
  });
}

function transferCommand(data: Command, name: string, summary: string): Command {
  return data
    .command(name)
    .summary(summary)
    .argument(
      "[paths...]",
      "limit to these: paths, parts of tracked folders, versions of models (models/NAME, NAME@VERSION)",
    )
    .option("-r, --remote <remote>", "the remote to use (default: the default one)")
    .option("--rev <revision>", "what this commit, branch or tag needs; may be repeated", repeated, [])
    .option("--all-branches", "what every local and remote branch needs", false)
    .option("--all-tags", "what every tag needs", false)
    .option("-j, --jobs <count>", "transfers at once (default: adapted to the store)", positive)
    .option("-n, --dry-run", "say what would travel and move nothing", false);
}

function transferOptions(paths: readonly string[], flags: TransferFlags): TransferCommandOptions {
  const { rev, remote, jobs, allBranches, allTags, dryRun } = flags;
  return {
    paths,
    revisions: rev,
    allBranches,
    allTags,
    dryRun,
    ...(remote !== undefined && { remote }),
    ...(jobs !== undefined && { jobs }),
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1024) return value;
  throw new InvalidArgumentError("Give a whole number from 1 to 1024.");
}
