import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { addModelLineageCommands } from "./model-lineage.js";
import { addModelPromoteCommands } from "./model-promote.js";
import { addModelRegisterCommands } from "./model-register.js";
import { addModelScanCommand } from "./model-scan.js";
import { tellingOtherNoun } from "./other-noun.js";

/** `mlx model …` */
export function addModelCommands(model: Command, outer: CliContext): void {
  const context = tellingOtherNoun(outer, "model");
  addModelRegisterCommands(model, context);
  addModelPromoteCommands(model, context);
  addModelLineageCommands(model, context);
  addModelScanCommand(model, context);
}
