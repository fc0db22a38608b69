import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { addDriftBaselineCommands } from "./drift-baseline.js";
import { addDriftCheckCommands } from "./drift-check.js";
import { addDriftHistoryCommands } from "./drift-history.js";

/** `mlx drift …` */
export function addDriftCommands(noun: Command, context: CliContext): void {
  addDriftBaselineCommands(noun, context);
  addDriftCheckCommands(noun, context);
  addDriftHistoryCommands(noun, context);
}
