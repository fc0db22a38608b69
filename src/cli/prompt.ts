import type { Command } from "commander";
import type { CliContext } from "./command-context.js";
import { tellingOtherNoun } from "./other-noun.js";
import { addPromptExchangeCommands } from "./prompt-exchange.js";
import { addPromptLintCommand } from "./prompt-lint.js";
import { addPromptReleaseCommands } from "./prompt-release.js";
import { addPromptWriteCommands } from "./prompt-write.js";

/** `mlx prompt …` */
export function addPromptCommands(prompt: Command, outer: CliContext): void {
  const context = tellingOtherNoun(outer, "prompt");
  addPromptWriteCommands(prompt, context);
  addPromptLintCommand(prompt, context);
  addPromptReleaseCommands(prompt, context);
  addPromptExchangeCommands(prompt, context);
}
