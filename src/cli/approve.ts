import type { Command } from "commander";
import type { ApproveOptions } from "../commands/registry/approve-options.js";
import type { RegistryNoun } from "../registry/types.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";

const nouns = {
  model: {
    summary: "approve or reject a version, on the evidence that is there",
    bound:
      "It is bound to the version's record and to the evidence of it that is there, and lapses if either changes.",
    examples: [
      ['mlx model approve penguins@3 -m "Looked at the errors, all near the border"', "approve a version"],
      ['mlx model approve penguins@3 --reject -m "Misses small Gentoos"', "reject it"],
    ],
    load: () => import("../commands/model/approve.js"),
  },
  prompt: {
    summary: "approve or reject a published version",
    bound: "It is bound to the version's record and lapses if that changes.",
    examples: [
      ['mlx prompt approve support-answer@1.2.0 -m "Read 40 answers, all fine"', "approve a version"],
      ['mlx prompt approve support-answer@1.2.0 --reject -m "Invents links"', "reject it"],
    ],
    load: () => import("../commands/prompt/approve.js"),
  },
} as const;

/** `mlx model approve` or `mlx prompt approve`. */
export function addApproveCommand(parent: Command, context: CliContext, noun: RegistryNoun): void {
  const { summary, bound, examples, load } = nouns[noun];
  const command = parent
    .command("approve")
    .summary(summary)
    .description(
      `Writes an event that says that you stand by a version, or do not. ${bound} Gates of the kind approvals count it; that of the version's own author is kept and does not count.`,
    )
    .argument("<reference>", "NAME@VERSION or NAME@ALIAS")
    .option("--reject", "reject it; takes your earlier approval back", false)
    .option("-m, --message <text>", "what was checked, or what is wrong; kept with the event")
    .option("-n, --dry-run", "say what would change and change nothing", false)
    .action(
      context.action(async (app, reference: string, options: ApproveOptions) => {
        const { approve } = await load();
        return approve(app, reference, options);
      }),
    );
  describe(command, {
    examples,
    exitCodes: { 0: "on record", 3: "what the registry holds of the version is damaged" },
  });
}
