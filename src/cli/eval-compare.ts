import type { Command } from "commander";
import type { AcceptCommandOptions } from "../commands/eval/baseline/accept.js";
import type { CompareOptions } from "../commands/eval/compare.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx eval compare`, `mlx eval baseline …` */
export function addEvalCompareCommands(noun: Command, context: CliContext): void {
  addCompare(noun, context);
  const baseline = noun
    .command("baseline")
    .summary("what a suite is held against: accept, show, list, rm")
    .description(
      "A suite's baseline is one evaluation of it that was looked at and accepted: evals/baselines/SUITE.json, committed with the code. Later runs are compared with it, case by case.",
    );
  addAccept(baseline, context);
  addShow(baseline, context);
  addList(baseline, context);
  addRemove(baseline, context);
}

function addCompare(noun: Command, context: CliContext): void {
  const command = noun
    .command("compare")
    .summary("two evaluations case by case: which flipped, outputs side by side, per slice")
    .description(
      "Compares two evaluations by the cases that both have: a verdict on each metric with its uncertainty, the pass rate per slice, and each case that flipped with both outputs. Cases that were added, removed, changed or graded otherwise are listed and not counted.",
    )
    .argument(
      "<before>",
      "an evaluation (id, name, suite, last, last~1), baseline, SUITE@baseline, or a file of results",
    )
    .argument("<after>", "the other side, in the same ways")
    .option("--only <way>", "show only cases that regressed, or only those that improved")
    .option("-l, --limit <n>", "show so many flipped cases; 0 shows all", wholeNumber, 10)
    .option("--full", "show outputs in full", false)
    .option("--output <file>", "also write it as a page with both answers side by side: .html", repeated, [])
    .action(
      context.action(async (app, before: string, after: string, options: CompareOptions) => {
        const { compare } = await import("../commands/eval/compare.js");
        return compare(app, before, after, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval compare last~1 last", "the last two evaluations"],
      ["mlx eval compare baseline last --only regressed", "what became worse since the baseline"],
      ["mlx eval compare support@baseline results.jsonl --json", "a file of results, for a script"],
      ["mlx eval compare last~1 last --output compared.html", "a page to read answers side by side"],
    ],
    exitCodes: { 0: "compared, whatever came out", 5: "nothing could be compared" },
  });
}

function addAccept(baseline: Command, context: CliContext): void {
  const command = baseline
    .command("accept")
    .summary("take an evaluation as the suite's baseline")
    .description(
      "Writes evals/baselines/SUITE.json from the suite's last finished evaluation: the outcome of each case on a line of its own, with what it was asked and graded by, for review in a commit. Says what changed against the baseline that was there.",
    )
    .argument("<suite>", "the file of a suite, or the name of one in evals/")
    .option("--run <id>", "take this evaluation instead of the last finished one")
    .option("-m, --message <text>", "why it is good enough")
    .option("--force", "take an evaluation of a part of the suite, too", false)
    .option("-n, --dry-run", "say what would be accepted and write nothing", false)
    .action(
      context.action(async (app, suite: string, options: AcceptCommandOptions) => {
        const { accept } = await import("../commands/eval/baseline/accept.js");
        return accept(app, suite, options);
      }),
    );
  describe(command, {
    examples: [
      ['mlx eval baseline accept support -m "Answers in German, too"', "the last finished evaluation"],
      ["mlx eval baseline accept support --run 7Q2M8KX4 --dry-run", "what another one would change"],
    ],
    exitCodes: { 0: "written", 2: "there is no such evaluation, or it cannot be a baseline" },
  });
}

function addShow(baseline: Command, context: CliContext): void {
  const command = baseline
    .command("show")
    .summary("what a suite's baseline holds")
    .description(
      "Shows of a baseline who accepted it, when and why, what it rests on, and its figures; with --json its cases, too.",
    )
    .argument("<suite>", "the file of a suite, or its name")
    .action(
      context.action(async (app, suite: string) => {
        const { show } = await import("../commands/eval/baseline/show.js");
        return show(app, suite);
      }),
    );
  describe(command, {
    examples: [["mlx eval baseline show support", "figures, author, message"]],
    exitCodes: { 0: "done", 2: "there is none, or it cannot be read" },
  });
}

function addList(baseline: Command, context: CliContext): void {
  const command = baseline
    .command("list")
    .alias("ls")
    .summary("the baselines of this repository")
    .description("Lists the baselines in evals/baselines with their ages, pass rates and messages.")
    .action(
      context.action(async (app) => {
        const { list } = await import("../commands/eval/baseline/list.js");
        return list(app);
      }),
    );
  describe(command, {
    examples: [["mlx eval baseline list", "one line for each suite that has one"]],
    exitCodes: { 0: "done", 1: "one of them cannot be read" },
  });
}

function addRemove(baseline: Command, context: CliContext): void {
  const command = baseline
    .command("rm")
    .summary("remove a suite's baseline")
    .description(
      "Removes the file of a baseline, whatever it holds; git still has it. Without one, every case has to pass again.",
    )
    .argument("<suite>", "the file of a suite, or its name")
    .option("-n, --dry-run", "say what would be removed and remove nothing", false)
    .action(
      context.action(async (app, suite: string, options: { readonly dryRun: boolean }) => {
        const { remove } = await import("../commands/eval/baseline/rm.js");
        return remove(app, suite, options);
      }),
    );
  describe(command, {
    examples: [["mlx eval baseline rm support", "every case has to pass again"]],
    exitCodes: { 0: "removed", 2: "there is none" },
  });
}
