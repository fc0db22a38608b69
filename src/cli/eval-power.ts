import type { Command } from "commander";
import type { PowerOptions } from "../commands/eval/power.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx eval power` */
export function addEvalPowerCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("power")
    .summary("how many cases show a change of so many points")
    .description(
      "Says how many cases a comparison needs to show a change of the pass rate, case by case. With a suite it takes what is assumed from its baseline and its last evaluations, and says what the suite's present size can show. Calls nobody.",
    )
    .argument("[suite]", "the file of a suite, or the name of one in evals/")
    .option("--effect <points>", "the change that is to show, in points (default: the suite's effect, or 5)")
    .option("--power <percent>", "in how many of 100 evaluations it is to show; 0.9 is 90% (default: 80)")
    .option(
      "--alpha <percent>",
      "how many of 100 may claim a change where there is none; 0.01 is 1% (default: 5)",
    )
    .option("--rate <percent>", "the pass rate, where nothing is known of how many cases change")
    .option("--discordant <percent>", "how many of 100 cases change between two evaluations")
    .option("--cluster-size <n>", "so many cases belong together", wholeNumber)
    .option("--icc <number>", "how alike the cases of a cluster are, 0 to 1 (default: 1)")
    .action(
      context.action(async (app, suite: string | undefined, options: PowerOptions) => {
        const { power } = await import("../commands/eval/power.js");
        return power(app, suite, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval power support", "what the cases of a suite can show"],
      ["mlx eval power --effect 5 --rate 90", "before there is a suite"],
      [
        "mlx eval power --effect 3 --discordant 8 --cluster-size 4 --icc 0.3 --json",
        "conversations, for a script",
      ],
    ],
    exitCodes: { 0: "told", 2: "the suite or the command line is wrong" },
  });
}
