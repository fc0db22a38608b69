import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { addEvalCompareCommands } from "./eval-compare.js";
import { addEvalJudgeCommands } from "./eval-judge.js";
import { addEvalPowerCommand } from "./eval-power.js";
import { addEvalReadCommands } from "./eval-read.js";
import { addEvalRunCommands } from "./eval-run.js";
import { addEvalScoreCommand } from "./eval-score.js";
import { addEvalSuiteCommands } from "./eval-suite.js";

/** `mlx eval …` */
export function addEvalCommands(noun: Command, context: CliContext): void {
  addEvalRunCommands(noun, context);
  addEvalReadCommands(noun, context);
  addEvalCompareCommands(noun, context);
  addEvalSuiteCommands(noun, context);
  addEvalScoreCommand(noun, context);
  addEvalJudgeCommands(noun, context);
  addEvalPowerCommand(noun, context);
}
