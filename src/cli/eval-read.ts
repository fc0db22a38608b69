import type { Command } from "commander";
import type { ListOptions } from "../commands/eval/list.js";
import type { RemoveOptions } from "../commands/eval/remove.js";
import type { ShowOptions } from "../commands/eval/show.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx eval list|show|rm` */
export function addEvalReadCommands(noun: Command, context: CliContext): void {
  addList(noun, context);
  addShow(noun, context);
  addRemove(noun, context);
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

function addRemove(noun: Command, context: CliContext): void {
  const command = noun
    .command("rm")
    .summary("remove evaluations with their results")
    .description(
      "Removes evaluations from this clone, with their files of results: those that are named, or those that may go by their age and number. One that is running stays, and so do kept answers (mlx eval cache clear).",
    )
    .argument("[evaluations...]", "ids or their last 8 characters, names, suites (the latest one), last")
    .option("--older-than <days>", "those that began more than so many days ago", wholeNumber)
    .option("--keep <n>", "all but the latest so many of each suite", wholeNumber)
    .option("--suite <name>", "of this suite alone")
    .option("-n, --dry-run", "say what would be removed and remove nothing", false)
    .action(
      context.action(async (app, evaluations: string[], options: RemoveOptions) => {
        const { remove } = await import("../commands/eval/remove.js");
        return remove(app, evaluations, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval rm 7Q2M8KX4", "one evaluation"],
      ["mlx eval rm --older-than 30 --keep 5", "what is older than 30 days, but the latest 5 of each suite"],
      ["mlx eval rm --keep 1 --suite support --dry-run", "see what would go"],
    ],
    exitCodes: { 0: "removed, or nothing was to be removed", 2: "one of them is being run, or is not there" },
  });
}
