import type { Command } from "commander";
import type { ListOptions } from "../commands/eval/list.js";
import type { ShowOptions } from "../commands/eval/show.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx eval list|show` */
export function addEvalReadCommands(noun: Command, context: CliContext): void {
  addList(noun, context);
  addShow(noun, context);
}

function addList(noun: Command, context: CliContext): void {
  const command = noun
    .command("list")
    .alias("ls")
    .summary("list evaluations, the latest first")
    .description("Lists the evaluations of this clone with their verdicts, pass rates and costs.")
    .option("--suite <name>", "only those of this suite")
    .option("-l, --limit <n>", "show so many; 0 shows all", wholeNumber, 20)
    .option("--jsonl", "one JSON object a line", false)
    .action(
      context.action(async (app, options: ListOptions) => {
        const { list } = await import("../commands/eval/list.js");
        return list(app, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval list", "the latest 20"],
      ["mlx eval list --suite support --json", "for a script"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addShow(noun: Command, context: CliContext): void {
  const command = noun
    .command("show")
    .summary("an evaluation, or one case of it: what was asked, answered and said of it")
    .description(
      "Shows an evaluation; with --case one case of it: the rendered prompt, the output, each grader's reason, tokens and time. Without a name, the last evaluation.",
    )
    .argument("[evaluation]", "an id or its last 8 characters, a name, a suite, last or last~1", "last")
    .option("--case <id>", "this case, or all cases of this test")
    .option("--failed", "the cases that failed or could not be graded", false)
    .option("--output <file>", "write it to a file as mlx eval run does; may be repeated", repeated, [])
    .action(
      context.action(async (app, evaluation: string, options: ShowOptions) => {
        const { show } = await import("../commands/eval/show.js");
        return show(app, evaluation, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval show", "the last evaluation"],
      ["mlx eval show --failed", "what failed in it"],
      ["mlx eval show support --case refund-7", "one case of the last evaluation of a suite"],
      ["mlx eval show support --output report.html", "the last evaluation of a suite as a page"],
    ],
    exitCodes: { 0: "done" },
  });
}
