import { type Command, InvalidArgumentError } from "commander";
import type { ReproduceCommandOptions } from "../commands/runs/reproduce.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { runMeaning } from "./run-argument.js";

/** `mlx runs reproduce` */
export function addRunsReproduceCommands(runs: Command, context: CliContext): void {
  const command = runs
    .command("reproduce")
    .summary("run a run again in a worktree of its own, and grade what comes out")
    .description(
      "Checks the run's code out in a worktree of its own, brings the data that it read and checks data, inputs and lock files against what was recorded. Then runs the same command and grades the result: identical outputs, metrics within tolerance, environment differs, or cannot run. Your own worktree stays as it is.",
    )
    .argument("<run>", `${runMeaning}; or a commit, branch or tag, for the run recorded there`)
    .option(
      "--tolerance <relative>",
      "how far a metric's latest value may be off, relative to its size",
      parseTolerance,
      1e-6,
    )
    .option("--keep", "leave the worktree there, for a look around", false)
    .option("--to <dir>", "where to make the worktree, instead of below .mlx")
    .option("-r, --remote <remote>", "fetch data that the cache lacks from this remote, not the default one")
    .option("--ignore-locks", "run with whatever packages are here, other lock files or not", false)
    .option(
      "--record <name@version>",
      "keep the grade in the repository, as evidence of the model that the run made",
    )
    .option("-n, --dry-run", "say what would be run on what, and run nothing", false)
    .action(
      context.action(async (app, run: string, options: ReproduceCommandOptions) => {
        const { reproduce } = await import("../commands/runs/reproduce.js");
        return reproduce(app, run, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs reproduce 3F7K2QX9", "by the id that mlx runs list shows"],
      ["mlx runs reproduce v1.0 --tolerance 0.01", "the run recorded at a tag; metrics may be 1% off"],
      [
        "mlx runs reproduce 3F7K2QX9 --record penguins@3",
        "evidence of the model that it made, for its gates",
      ],
      ["mlx runs reproduce HEAD --dry-run", "whether it could be done, and on what"],
    ],
    exitCodes: {
      0: "identical, or metrics within tolerance",
      1: "other results, whether the environment is the same or not",
      3: "it cannot be run: the reasons are listed",
    },
  });
}

function parseTolerance(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError("Give a share from 0 on, such as 0.01 for 1%.");
}
