import type { Command } from "commander";
import type { PromoteOptions } from "../commands/model/promote.js";
import type { MoveOptions } from "../commands/model/rollback.js";
import { addApproveCommand } from "./approve.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

const dryRun = ["-n, --dry-run", "say what would change and change nothing", false] as const;
const commit = ["--commit", "commit what was written, and nothing else", false] as const;
const message = ["-m, --message <text>", "why; kept with the event"] as const;
const damaged =
  "what the registry holds is damaged, or was changed by another process meanwhile; or git did not commit what was written";

/** `mlx model approve|promote|rollback|unalias` */
export function addModelPromoteCommands(model: Command, context: CliContext): void {
  addApproveCommand(model, context, "model");
  addPromote(model, context);
  addRollback(model, context);
  addUnalias(model, context);
}

function addPromote(model: Command, context: CliContext): void {
  const command = model
    .command("promote")
    .summary("point an alias such as champion at a version, if its gates let it")
    .description(
      "Judges every gate that models/NAME/model.yaml sets for the alias, and prints each with its figure and its evidence. If one fails nothing is written. Otherwise it writes one event and the one line of the alias, together with evidence that was in this clone's ledger alone.",
    )
    .argument("<reference>", "NAME@VERSION or NAME@ALIAS")
    .requiredOption("--to <alias>", "letters, digits, _ and -, such as champion or production")
    .option("--override <reason>", "pass over failing gates; the reason is kept on record for ever")
    .option(...message)
    .option(...commit)
    .option(...dryRun)
    .action(
      context.action(async (app, reference: string, options: PromoteOptions) => {
        const { promote } = await import("../commands/model/promote.js");
        return promote(app, reference, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx model promote penguins@3 --to champion --dry-run", "what do the gates say?"],
      [
        'mlx model promote penguins@3 --to champion --commit -m "Better on small birds"',
        "move it, as one commit",
      ],
      ["mlx model promote penguins@challenger --to champion", "whatever challenger points at now"],
      [
        'mlx model promote penguins@3 --to champion --override "Outage, ticket 112"',
        "whatever the gates say",
      ],
    ],
    exitCodes: { 0: "moved, or there already", 1: "a gate refused; nothing changed", 3: damaged },
  });
}

function addRollback(model: Command, context: CliContext): void {
  const command = model
    .command("rollback")
    .summary("point an alias back at the version that held it before")
    .description(
      "Restores exactly the version that held the alias before the present one, as a new event: nothing is rewritten. No gate is judged, so that it works in an emergency. The version is verified first. A second rollback goes further back.",
    )
    .argument("<name>", "the model")
    .argument("<alias>", "such as champion")
    .option(...message)
    .option(...commit)
    .option(...dryRun)
    .action(
      context.action(async (app, name: string, alias: string, options: MoveOptions) => {
        const { rollback } = await import("../commands/model/rollback.js");
        return rollback(app, name, alias, options);
      }),
    );
  describe(command, {
    examples: [
      ['mlx model rollback penguins champion -m "Wrong on small birds"', "back to the one before"],
      ["mlx model rollback penguins champion --dry-run", "which one would that be?"],
    ],
    exitCodes: { 0: "restored", 3: damaged },
  });
}

function addUnalias(model: Command, context: CliContext): void {
  const command = model
    .command("unalias")
    .summary("take an alias away")
    .description("Removes an alias, as a new event. The versions stay, and so does all that was decided.")
    .argument("<name>", "the model")
    .argument("<alias>", "such as challenger")
    .option(...message)
    .option(...commit)
    .option(...dryRun)
    .action(
      context.action(async (app, name: string, alias: string, options: MoveOptions) => {
        const { unalias } = await import("../commands/model/rollback.js");
        return unalias(app, name, alias, options);
      }),
    );
  describe(command, {
    examples: [
      ['mlx model unalias penguins challenger -m "Nothing is tried out at present"', "take it away"],
    ],
    exitCodes: { 0: "removed", 3: damaged },
  });
}
