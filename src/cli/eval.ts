import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { addEvalReadCommands } from "./eval-read.js";
import { addEvalRunCommands } from "./eval-run.js";
import { addEvalSuiteCommands } from "./eval-suite.js";

/** `mlx eval …` */
export function addEvalCommands(noun: Command, context: CliContext): void {
  addEvalRunCommands(noun, context);
  addEvalReadCommands(noun, context);
  addEvalSuiteCommands(noun, context);
}
