import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { runsMeaning } from "./run-argument.js";

interface ChoiceFlags {
  readonly experiment: string[];
  readonly all: boolean;
  readonly dryRun: boolean;
}

interface ExportFlags extends ChoiceFlags {
  readonly output: string;
  readonly artifacts: boolean;
  readonly force: boolean;
}

interface PushFlags extends ChoiceFlags {
  readonly remote?: string;
  readonly artifacts: boolean;
}

interface MlflowFlags {
  readonly experiment: string[];
  readonly artifacts: boolean;
  readonly dryRun: boolean;
}

const dryRun = ["-n, --dry-run", "say what would be done and change nothing", false] as const;

/** `mlx runs push|pull|export|import` */
export function addRunsExchangeCommands(runs: Command, context: CliContext): void {
  addPush(runs, context);
  addPull(runs, context);
  addExport(runs, context);
  addImport(runs, context);
}

function addPush(runs: Command, context: CliContext): void {
  const command = runs
    .command("push")
    .summary("share runs through a remote")
    .description(
      "Uploads the artifacts and logs of runs, then their records, so that a team sees them with runs pull. Without RUN: every run that has ended and is not there yet, or whose name, tags or deletion have changed since.",
    )
    .argument("[runs...]", runsMeaning)
    .option("-r, --remote <remote>", "the remote to use (default: the default one)")
    .option("--experiment <name>", "the runs of this experiment; may be repeated", repeated, [])
    .option("--all", "every run, deleted ones too", false)
    .option("--no-artifacts", "the records alone")
    .option(...dryRun)
    .action(
      context.action(async (app, names: string[], flags: PushFlags) => {
        const { push } = await import("../commands/runs/push.js");
        const { experiment, ...rest } = flags;
        return push(app, { ...rest, runs: names, experiments: experiment });
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs push", "whatever the default remote lacks"],
      ["mlx runs push 7F3KQ2XN", "one run, with the runs that MLflow clients made inside of it"],
    ],
    exitCodes: {
      0: "the remote has them",
      3: "a run could not be pushed, or the remote failed; the rest is there",
      4: "the remote refused the credentials",
    },
  });
}

function addPull(runs: Command, context: CliContext): void {
  const command = runs
    .command("pull")
    .summary("take in the runs that others have pushed")
    .description(
      "Takes in the records of a remote that the ledger lacks, and newer names, tags and deletions. Artifacts and logs come with data fetch, or one by one with runs get.",
    )
    .option("-r, --remote <remote>", "the remote to use (default: the default one)")
    .option(...dryRun)
    .action(
      context.action(async (app, flags: { readonly remote?: string; readonly dryRun: boolean }) => {
        const { pull } = await import("../commands/runs/pull.js");
        return pull(app, flags);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs pull", "what the team has pushed to the default remote"],
      ["mlx runs pull --remote nas --dry-run", "only say what another remote has"],
    ],
    exitCodes: {
      0: "done",
      3: "a record is damaged, or a run is here with other content; the rest is in",
      4: "the remote refused the credentials, or does not let you list",
    },
  });
}

function addExport(runs: Command, context: CliContext): void {
  const command = runs
    .command("export")
    .summary("write runs into a file")
    .description(
      "Writes runs into one file that runs import reads, on any computer. With --artifacts it holds the bytes of their artifacts and logs too. Say which: RUN, --experiment or --all.",
    )
    .argument("[runs...]", runsMeaning)
    .option("--experiment <name>", "the runs of this experiment; may be repeated", repeated, [])
    .option("--all", "every run of the ledger, deleted ones too", false)
    .option("-o, --output <file>", "the file to write; - for standard output", "runs.mlxruns")
    .option("--artifacts", "include the bytes of artifacts and logs", false)
    .option("-f, --force", "replace the file if it exists", false)
    .option(...dryRun)
    .action(
      context.action(async (app, names: string[], flags: ExportFlags) => {
        const { exportRuns } = await import("../commands/runs/export.js");
        const { experiment, ...rest } = flags;
        return exportRuns(app, { ...rest, runs: names, experiments: experiment });
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs export --all", "the whole ledger, to runs.mlxruns"],
      ["mlx runs export 7F3KQ2XN --artifacts --output best.mlxruns", "one run with its files"],
    ],
    exitCodes: { 0: "written", 3: "bytes are missing, or the file cannot be written" },
  });
}

function addImport(runs: Command, context: CliContext): void {
  const command = runs
    .command("import")
    .summary("take runs in from a file, or from MLflow")
    .description(
      "Takes runs in that runs export wrote. Importing twice changes nothing; a run that is here with other content is refused, and the others are taken in. A damaged file changes nothing at all. What MLflow recorded: runs import mlflow.",
    )
    .argument("<files...>", "files of runs; - for standard input")
    .option(...dryRun)
    .action(
      context.action(async (app, files: string[], flags: { readonly dryRun: boolean }) => {
        const { importRuns } = await import("../commands/runs/import.js");
        return importRuns(app, { files, ...flags });
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs import runs.mlxruns", "a colleague's runs"],
      ["mlx runs import mlflow mlruns", "what MLflow recorded in a folder"],
    ],
    exitCodes: { 0: "they are in", 3: "a file is damaged, or a run is here with other content" },
  });
  addImportMlflow(command, context);
}

function addImportMlflow(parent: Command, context: CliContext): void {
  const command = parent
    .command("mlflow")
    .summary("take in what MLflow recorded")
    .description(
      "Takes in the runs of MLflow's file store (mlruns), its SQLite database (mlflow.db) or its server, with parameters, metric histories, tags, data sets, models and artifacts. Importing twice changes nothing. A server's credentials are MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.",
    )
    .argument("<source>", "a folder, a database (also sqlite:///path) or a server's address")
    .option("--experiment <name>", "only this experiment; may be repeated", repeated, [])
    .option("--no-artifacts", "the records alone, without the bytes of artifacts and models")
    .option(...dryRun)
    .action(
      context.action(async (app, source: string, flags: MlflowFlags, self: Command) => {
        const { importMlflow } = await import("../commands/runs/import-mlflow.js");
        const { experiment, artifacts } = flags;
        // An option that its parent has as well is read by that one.
        const dryRun = flags.dryRun || self.parent?.opts()["dryRun"] === true;
        return importMlflow(app, { source, artifacts, dryRun, experiments: experiment });
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs import mlflow mlruns", "a folder"],
      ["mlx runs import mlflow sqlite:///mlflow.db", "a database, with the artifacts that it names"],
      ["mlx runs import mlflow http://mlflow.example:5000 --experiment digits", "one experiment of a server"],
    ],
    exitCodes: {
      0: "they are in",
      3: "a run cannot be read, or the source cannot be reached; the rest is in",
      4: "the server refused the credentials",
    },
  });
}
