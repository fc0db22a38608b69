import type { Command } from "commander";
import type { CacheClearOptions } from "../commands/eval/cache.js";
import type { MergeOptions } from "../commands/eval/merge.js";
import type { RunCommandOptions } from "../commands/eval/run.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { wholeNumber } from "./whole-number.js";

const outputOption = [
  "--output <file>",
  "write the results to a file, in the format of its ending: .jsonl, .json, .csv, .junit.xml, .md, .html, .sarif; may be repeated",
] as const;
const strictOption = [
  "--strict",
  "fail where there are too few cases to decide or to see a change, where some are missing, and for what was left out",
  false,
] as const;
const verdicts = {
  0: "passed",
  1: "a gate failed, or more cases ended in errors than are allowed",
  3: "nothing could be graded",
  5: "too few cases to decide, or nothing to judge by (no baseline, no proof of the judge); with --strict 1",
} as const;

/** `mlx eval run|merge|cache` */
export function addEvalRunCommands(noun: Command, context: CliContext): void {
  addRun(noun, context);
  addMerge(noun, context);
  addCache(noun, context);
}

function addRun(noun: Command, context: CliContext): void {
  const command = noun
    .command("run")
    .summary("run a suite: ask, grade, report")
    .description(
      "Runs a suite of mlx or of promptfoo: renders its prompts, asks its providers, grades each answer and judges the whole. Results go to disk as they come; answers are kept and not asked for twice. Ctrl-C finishes what is under way and keeps it, so that --resume can go on.",
    )
    .argument("[suite]", "the file of a suite, or the name of one in evals/");
  addSelection(command);
  addConduct(command);
  command.action(
    context.action(async (app, suite: string | undefined, options: RunCommandOptions) => {
      const { run } = await import("../commands/eval/run.js");
      return run(app, suite, options);
    }),
  );
  describe(command, {
    examples: [
      ["mlx eval run evals/support.eval.yaml", "run a suite"],
      [
        "mlx eval run promptfooconfig.yaml --provider echo",
        "a suite of promptfoo, against a provider of your choice",
      ],
      ["mlx eval run support --filter tag=smoke --limit 20", "a part of it"],
      ["mlx eval run support --filter failed", "what failed the last time"],
      ["mlx eval run support --max-cost 2 --output results.jsonl --output summary.md", "spend at most $2"],
      ["mlx eval run support --shard 1/4", "the first of four parts; mlx eval merge puts them together"],
      ["mlx eval run support --resume", "go on with what was interrupted"],
      [
        "mlx eval run support --until-decided --max-cases 400",
        "only as many cases as the verdict needs, against the baseline",
      ],
      [
        "mlx eval run support --prompt answer@1.1.0 --record",
        "evidence of a version, for the gates of prompt alias",
      ],
      ["mlx eval run holdout --model penguins@3 --record", "evidence of a registered model, for its gates"],
      ["mlx eval run support --dry-run --json", "count cases and calls, and make none"],
    ],
    exitCodes: verdicts,
  });
}

function addSelection(command: Command): void {
  command
    .option(
      "--filter <filter>",
      "only cases that fit: an id or description with * and ?, tag=, slice=NAME:VALUE, prompt=, provider=, failed, errored, passed; commas mean or, ! turns it round; may be repeated",
      repeated,
      [],
    )
    .option("-l, --limit <n>", "only the first so many cases that fit", wholeNumber)
    .option("--shard <i/n>", "only one of N parts, counted from 1")
    .option("--repeat <n>", "run each case so many times", wholeNumber)
    .option("--provider <id>", "ask this provider instead of the suite's; may be repeated", repeated, [])
    .option(
      "--prompt <name@version>",
      "ask this version of the prompt instead of the one that the suite names; may be repeated",
      repeated,
      [],
    )
    .option("--judge <id>", "the provider that grades where a model has to, instead of the suite's")
    .option("--trust-templates", "fill in templates that stand in data files, too", false)
    .option(
      "--resume [id]",
      "go on with the suite's last evaluation, or with this one, where it was interrupted",
    );
}

function addConduct(command: Command): void {
  command
    .option("-n, --dry-run", "say what would run and call nothing", false)
    .option("--name <name>", "a name for this evaluation")
    .option(...outputOption, repeated, [])
    .option("--concurrency <n>", "most calls at once to a provider (default: the suite's, or 8)", wholeNumber)
    .option("--timeout <seconds>", "most time for one call (default: the suite's, or 300)", wholeNumber)
    .option("--retries <n>", "try a call again so often where that may help", wholeNumber, 4)
    .option("--no-cache", "neither look answers up nor keep them")
    .option("--max-cost <usd>", "begin no call that could take the cost above this")
    .option("--errors <share>", "let so many cases end in errors: 0.05 or 5%")
    .option("--fail-fast", "begin no case after the first that does not pass", false)
    .option(
      "--until-decided",
      "ask cases in random order, and no more once it is decided: against the baseline, or against a pass rate",
      false,
    )
    .option("--target <share>", "with --until-decided: the pass rate that is to be reached, such as 90%")
    .option("--max-cases <n>", "with --until-decided: at most so many cases", wholeNumber)
    .option("--seed <text>", "with --until-decided: what the order is drawn from (default: mlx)")
    .option("--record", "keep the verdict in the repository, as evidence of the published versions", false)
    .option(
      "--model <name@version>",
      "run with this registered model: programs and scripts find its files in $MLX_MODEL_DIR; with --record it is evidence of that version",
    )
    .option(...strictOption);
}

function addMerge(noun: Command, context: CliContext): void {
  const command = noun
    .command("merge")
    .summary("put the shards of an evaluation together")
    .description(
      "Makes one evaluation of several that were run as shards, on this or other machines, and judges it as if it had been run as one.",
    )
    .argument("<results...>", "ids of evaluations, or files that --output results.jsonl wrote")
    .option("--suite <file>", "judge by the gates of this suite; needed where only files are named")
    .option("--name <name>", "a name for the evaluation")
    .option(...outputOption, repeated, [])
    .option(...strictOption)
    .action(
      context.action(async (app, results: string[], options: MergeOptions) => {
        const { merge } = await import("../commands/eval/merge.js");
        return merge(app, results, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx eval merge shard-1.jsonl shard-2.jsonl --suite support", "results of two machines"],
      ["mlx eval merge 7Q2M8KX4 9T4W1ABC --output all.junit.xml", "two evaluations of this repository"],
    ],
    exitCodes: verdicts,
  });
}

function addCache(noun: Command, context: CliContext): void {
  const cache = noun
    .command("cache")
    .summary("kept answers: stats, clear")
    .description("Answers of providers that were kept, so that the same question is not paid for twice.");
  const stats = cache
    .command("stats", { isDefault: true })
    .summary("how many answers are kept, and their size")
    .description("Shows how many answers are kept and how much space they take.")
    .action(
      context.action(async (app) => {
        const { cacheStats } = await import("../commands/eval/cache.js");
        return cacheStats(app);
      }),
    );
  describe(stats, { examples: [["mlx eval cache stats", "answers and bytes"]], exitCodes: { 0: "done" } });
  const clear = cache
    .command("clear")
    .summary("remove kept answers")
    .description("Removes kept answers; results of evaluations stay.")
    .option("--older-than <days>", "only those that are older", wholeNumber)
    .option("-n, --dry-run", "say how many would be removed and remove none", false)
    .action(
      context.action(async (app, options: CacheClearOptions) => {
        const { cacheClear } = await import("../commands/eval/cache.js");
        return cacheClear(app, options);
      }),
    );
  describe(clear, {
    examples: [
      ["mlx eval cache clear", "ask for everything anew"],
      ["mlx eval cache clear --older-than 30", "keep the last 30 days"],
    ],
    exitCodes: { 0: "done" },
  });
}
