import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { addRunsExchangeCommands } from "./runs-exchange.js";
import { addRunsLogCommands } from "./runs-log.js";
import { addRunsReadCommands } from "./runs-read.js";
import { addRunsReproduceCommands } from "./runs-reproduce.js";
import { addRunsServeCommands } from "./runs-serve.js";

/** `mlx runs …` */
export function addRunsCommands(runs: Command, context: CliContext): void {
  addRunsReadCommands(runs, context);
  addRunsLogCommands(runs, context);
  addRunsExchangeCommands(runs, context);
  addRunsServeCommands(runs, context);
  addRunsReproduceCommands(runs, context);
}
