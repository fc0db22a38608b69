import { type Command, Option } from "commander";
import type { JudgeCommandOptions } from "../commands/eval/judge.js";
import type { LabelCommandOptions } from "../commands/eval/label.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx eval judge`, `mlx eval label` */
export function addEvalJudgeCommands(noun: Command, context: CliContext): void {
  addJudge(noun, context);
  addLabel(noun, context);
}

function addJudge(noun: Command, context: CliContext): void {
  const command = noun
    .command("judge")
    .summary("hold a suite's judge against labels that people gave")
    .description(
      "Compares what a model judged with what people say of the same answers: the confusion matrix, Cohen's κ with its interval, where they differ most, position bias, self-preference. Writes evals/judges/SUITE.json: evidence for this judge model, this rubric and these labels, which a gate may demand. Asks nobody, unless --repeat or --judge says so.",
    )
    .argument("<suite>", "the file of a suite, or the name of one in evals/")
    .requiredOption(
      "--labels <file>",
      "people's labels, needed: what mlx eval label wrote, or any table with id and label",
    )
    .option("--run <id>", "the evaluation that was labelled, instead of the last finished one")
    .option("--grader <name>", "the grader, by its metric or else its type, where models judge for several")
    .option(
      "--scale <scale>",
      "what the labels are: pass, or LOW..HIGH such as 1..5 (default: the labels tell)",
    )
    .addOption(
      new Option(
        "--weights <weights>",
        "how much a disagreement counts: all alike, by the distance, or by its square (default: none for pass, linear for a scale)",
      ).choices(["none", "linear", "quadratic"]),
    )
    .option(
      "--repeat <n>",
      "have each answer judged so many times, the first time included: how often it flips",
      wholeNumber,
      1,
    )
    .option("--judge <id>", "ask this judge about the answers, instead of taking what was judged")
    .option("--max-cost <usd>", "begin no call that could take the cost above this")
    .option("--concurrency <n>", "most calls at once to a provider (default: the suite's, or 8)", wholeNumber)
    .option("--timeout <seconds>", "most time for one call (default: the suite's, or 300)", wholeNumber)
    .option("--retries <n>", "try a call again so often where that may help", wholeNumber, 4)
    .option("--no-cache", "neither look answers up nor keep them")
    .option("-m, --message <text>", "what is to be known of these labels")
    .option("-n, --dry-run", "show what is known, ask nobody and write nothing", false)
    .action(
      context.action(async (app, suite: string, options: JudgeCommandOptions) => {
        const { judge } = await import("../commands/eval/judge.js");
        return judge(app, suite, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval judge support --labels evals/labels/support.jsonl", "what the judge is worth"],
      ["mlx eval judge support --labels labels.csv --scale 1..5 --weights quadratic", "grades from 1 to 5"],
      ["mlx eval judge support --labels labels.csv --repeat 3 --max-cost 1", "how often it changes its mind"],
      ["mlx eval judge support --labels labels.csv --judge openai:gpt-5.4", "whether another one is better"],
    ],
    exitCodes: {
      0: "done, whatever came out",
      2: "labels, suite or evaluation cannot be used",
      3: "the judge could not be asked",
    },
  });
}

function addLabel(noun: Command, context: CliContext): void {
  const command = noun
    .command("label")
    .summary("label answers at the terminal, without seeing what the judge said")
    .description(
      "Shows answers of the last evaluation one by one, half of them accepted by the judge and half rejected, in an order that says nothing, and asks what you think: neither verdict nor score nor who answered is shown. Each label is on disk before the next answer comes; a later call goes on where you stopped.",
    )
    .argument("<suite>", "the file of a suite, or the name of one in evals/")
    .option("--run <id>", "label answers of this evaluation instead of the last finished one")
    .option("--grader <name>", "the grader, by its metric or else its type, where models judge for several")
    .option("--sample <n>", "so many answers", wholeNumber, 50)
    .option("--seed <seed>", "draw other answers, in another order", "mlx")
    .option("--scale <scale>", "pass, or LOW..HIGH within 0..9 such as 1..5", "pass")
    .option("--out <file>", "where labels go, .jsonl (default: evals/labels/SUITE.jsonl)")
    .option("--stdin", "take the keys as lines from standard input, for scripts", false)
    .action(
      context.action(async (app, suite: string, options: LabelCommandOptions) => {
        const { label } = await import("../commands/eval/label.js");
        return label(app, suite, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval label support", "50 answers; q leaves, and the same command goes on"],
      [
        "mlx eval label support --sample 200 --scale 1..5 --grader tone",
        "more of them, on a scale, for one grader",
      ],
    ],
    exitCodes: { 0: "done, or left with q", 2: "there is no terminal, or nothing to label" },
  });
}
