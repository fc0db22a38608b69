import type { Command } from "commander";
import type { LogOptions } from "../commands/registry/log.js";
import type { VerifyOptions } from "../commands/registry/verify.js";
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
      "Reads as an audit trail: who published or registered a version, moved an alias, approved or rejected, when, why, what each gate said on which evidence, and which gates were overridden. A name that a prompt and a model share means both.",
    )
    .argument("[names...]", "prompts and models; all of them if none is named")
    .option("--prompt", "events of prompts alone", false)
    .option("--model", "events of models alone", false)
    .option("--alias <alias>", "events of this alias alone, such as stable")
    .option("--since <time>", "events of this date or time or later, or at most so old, such as 30d")
    .option("--until <time>", "events of this date or time or earlier")
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
      [
        "mlx registry log penguins --alias production --until 2026-03-03 -n 1",
        "why that version was in production on that day",
      ],
      ["mlx registry log --model --since 30d", "what happened to models lately"],
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
      "Follows each alias to its event, record and frozen bytes, recomputes every digest, and checks that no event and no evidence is missing and that each alias has one latest event. Names the file that is wrong and the command that mends it. Looks through the history of the commit that is checked out for what was deleted, too: a note says how far a shallow clone reaches. With --remote it looks for every file of every model's version on a remote, too.",
    )
    .argument("[names...]", "prompts and models; all of them if none is named")
    .option("--prompt", "prompts alone", false)
    .option("--model", "models alone", false)
    .option(
      "--remote [remote]",
      "look for the files of models on a remote: whether each is there with its size",
    )
    .option("--no-history", "read the working tree alone: what was deleted last is not found")
    .option("--deep", "with --remote: read each file back and compare its digest", false)
    .action(
      context.action(async (app, names: string[], options: VerifyOptions) => {
        const { verify } = await import("../commands/registry/verify.js");
        return verify(app, names, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx registry verify", "everything; a good step for CI"],
      ["mlx registry verify support-answer --json", "one prompt, for a script"],
      ["mlx registry verify --remote", "and whether the default remote has every file of every version"],
      ["mlx registry verify penguins --remote nas --deep", "one model, each file read back and compared"],
    ],
    exitCodes: {
      0: "intact",
      1: "something is damaged or missing",
      3: "the remote failed",
      4: "no access to the remote",
    },
  });
}
