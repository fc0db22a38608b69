import type { Command } from "commander";
import type { LogOptions } from "../commands/runs/log.js";
import type { LogArtifactOptions } from "../commands/runs/log-artifact.js";
import type { LogMetricOptions, LogTargetOptions } from "../commands/runs/log-values.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { runMeaning } from "./run-argument.js";

const runOption = [
  "--run <run>",
  "which run (default: the one that this is called from, $MLX_RUN_ID)",
] as const;

/** `mlx runs log …` */
export function addRunsLogCommands(runs: Command, context: CliContext): void {
  const log = runs
    .command("log")
    .summary("print what a run's command printed; or log to a run: metric, param, tag, artifact")
    .description(
      "Prints the kept output of a run, byte for byte. With metric, param, tag or artifact: logs to a run, by itself to the one that this is called from.",
    )
    .usage("<run> [--follow] | <command> [options]")
    .argument("<run>", runMeaning)
    .option("-f, --follow", "go on printing while the run writes")
    .action(
      context.action(async (app, run: string, options: LogOptions) => {
        const { log: print } = await import("../commands/runs/log.js");
        return print(app, run, options);
      }),
    );
  describe(log, {
    examples: [
      ["mlx runs log 7Q2M8KX4", "what the command printed"],
      ["mlx runs log last --follow", "of a run that is under way"],
    ],
    exitCodes: { 0: "printed", 3: "its output is not in the cache" },
  });
  addMetric(log, context);
  addParam(log, context);
  addTag(log, context);
  addArtifact(log, context);
}

function addMetric(log: Command, context: CliContext): void {
  const command = log
    .command("metric")
    .summary("log metrics: KEY VALUE, or several key=value")
    .description("Logs one metric, or several at once. It is in the ledger when the command returns.")
    .argument("<metric...>", "a key and its value, or key=value pairs; NaN, inf and -inf are values, too")
    .option("--step <n>", "the step of the training (default: 0)")
    .option("--timestamp <ms>", "when it was measured, in epoch milliseconds (default: now)")
    .option(...runOption)
    .action(
      context.action(async (app, words: string[], options: LogMetricOptions) => {
        const { logMetrics } = await import("../commands/runs/log-values.js");
        return logMetrics(app, words, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs log metric loss 0.25 --step 3", "inside of a command that mlx run records"],
      ["mlx runs log metric loss=0.25 accuracy=0.9 --step 3", "several at once"],
    ],
    exitCodes: { 0: "logged", 3: "the ledger cannot be used" },
  });
}

function addParam(log: Command, context: CliContext): void {
  const command = log
    .command("param")
    .summary("log parameters: KEY VALUE, or several key=value")
    .description("Logs one parameter, or several. A parameter keeps its first value; another one is refused.")
    .argument("<param...>", "a key and its value, or key=value pairs")
    .option(...runOption)
    .action(
      context.action(async (app, words: string[], options: LogTargetOptions) => {
        const { logParams } = await import("../commands/runs/log-values.js");
        return logParams(app, words, options);
      }),
    );
  describe(command, {
    examples: [["mlx runs log param lr 0.1", "inside of a command that mlx run records"]],
    exitCodes: { 0: "logged", 3: "the ledger cannot be used" },
  });
}

function addTag(log: Command, context: CliContext): void {
  const command = log
    .command("tag")
    .summary("tag the run: KEY VALUE, or several key=value")
    .description("Sets one tag, or several. A later value replaces an earlier one.")
    .argument("<tag...>", "a key and its value, or key=value pairs")
    .option(...runOption)
    .action(
      context.action(async (app, words: string[], options: LogTargetOptions) => {
        const { logTags } = await import("../commands/runs/log-values.js");
        return logTags(app, words, options);
      }),
    );
  describe(command, {
    examples: [["mlx runs log tag stage warm-up", "inside of a command that mlx run records"]],
    exitCodes: { 0: "set", 3: "the ledger cannot be used" },
  });
}

function addArtifact(log: Command, context: CliContext): void {
  const command = log
    .command("artifact")
    .summary("keep files of a run; with --step, as a checkpoint")
    .description(
      "Takes files and folders into the cache and names them as artifacts of the run. With --step they are a checkpoint: the metrics of that step belong to them.",
    )
    .argument("<paths...>", "files and folders to keep")
    .option("--path <dir>", "the folder among the run's artifacts to put them into")
    .option("--step <n>", "the step of the training that they are a checkpoint of")
    .option("--metric <key=value>", "a metric of that step; may be repeated", repeated, [])
    .option(...runOption)
    .action(
      context.action(async (app, paths: string[], options: LogArtifactOptions) => {
        const { logArtifacts } = await import("../commands/runs/log-artifact.js");
        return logArtifacts(app, paths, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs log artifact plot.png --path plots", "keep a file as plots/plot.png"],
      ["mlx runs log artifact model.bin --step 3 --metric accuracy=0.9", "a checkpoint and how good it is"],
    ],
    exitCodes: { 0: "kept", 3: "a file could not be read, or the ledger not be used" },
  });
}
