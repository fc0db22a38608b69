import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { addRunsExchangeCommands } from "./runs-exchange.js";
import { addRunsLogCommands } from "./runs-log.js";
import { addRunsReadCommands } from "./runs-read.js";
import { addRunsReproduceCommands } from "./runs-reproduce.js";
import { addRunsServeCommands } from "./runs-serve.js";

/** `mlx runs …` */
export function addRunsCommands(program: Command, context: CliContext): void {
  const runs = program
    .command("runs")
    .summary("recorded runs: list, show, compare, best, log, push, pull, reproduce, …")
    .description(
      "Reads and manages recorded runs: what ran, on which code, data and settings, and what came out. mlx run records one.",
    )
    .helpGroup("Runs:");
  addRunsReadCommands(runs, context);
  addRunsLogCommands(runs, context);
  addRunsExchangeCommands(runs, context);
  addRunsServeCommands(runs, context);
  addRunsReproduceCommands(runs, context);
}
