import type { Command } from "commander";
import type { LogOptions } from "../commands/registry/log.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx registry …`: gives the noun its verbs; its summary and description are in nouns.ts. */
export function addRegistryCommands(registry: Command, context: CliContext): void {
  addLog(registry, context);
  addVerify(registry, context);
}

function addLog(registry: Command, context: CliContext): void {
  const command = registry
    .command("log")
    .summary("show what was released, moved and approved, the latest first")
    .description(
      "Shows every event: who published, moved an alias, approved or rejected, when, why, what each gate said, and which gates were overridden.",
    )
    .argument("[names...]", "prompts; all of them if none is named")
    .option("--prompt", "events of prompts alone", false)
    .option("--alias <alias>", "events of this alias alone, such as stable")
    .option("-n, --limit <count>", "show so many; 0 shows all", wholeNumber, 50)
    .option("--jsonl", "one JSON object a line", false)
    .action(
      context.action(async (app, names: string[], options: LogOptions) => {
        const { log } = await import("../commands/registry/log.js");
        return log(app, names, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx registry log", "the latest fifty events"],
      ["mlx registry log support-answer --alias stable", "who moved stable, and why"],
      ["mlx registry log --jsonl --limit 0", "everything, for a script"],
    ],
    exitCodes: { 0: "shown" },
  });
}

function addVerify(registry: Command, context: CliContext): void {
  const command = registry
    .command("verify")
    .summary("check that everything that was released is intact")
    .description(
      "Follows each alias to its event, record and frozen bytes, recomputes every digest, and checks that no event is missing and that each alias has one latest event. Names the file that is wrong and the command that mends it. Reads the working tree alone; a shallow clone without tags has all it needs.",
    )
    .argument("[names...]", "prompts; all of them if none is named")
    .action(
      context.action(async (app, names: string[]) => {
        const { verify } = await import("../commands/registry/verify.js");
        return verify(app, names);
      }),
    );
  describe(command, {
    examples: [
      ["mlx registry verify", "everything; a good step for CI"],
      ["mlx registry verify support-answer --json", "one prompt, for a script"],
    ],
    exitCodes: { 0: "intact", 1: "something is damaged or missing" },
  });
}
