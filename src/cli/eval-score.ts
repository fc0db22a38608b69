import { type Command, InvalidArgumentError, Option } from "commander";
import type { ScoreOptions } from "../commands/eval/score.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";

/** `mlx eval score` */
export function addEvalScoreCommand(noun: Command, context: CliContext): void {
  const command = noun
    .command("score")
    .summary("score a file of predictions against labels, with intervals")
    .description(
      "Scores what a model predicted against what is true, a row a case: CSV, TSV, JSON, JSON Lines, YAML or Parquet. Accuracy, precision, recall, F1, ROC AUC, PR AUC, log loss, Brier score, calibration, errors of numbers; for the whole, per slice, and against a second model; each with a 95% interval. The task is told from the data where --task does not say it.",
    )
    .argument("<file>", "the file of predictions, or its pointer")
    .requiredOption(
      "--truth <column>",
      "what is true: classes, sets of labels with ; between them, or numbers",
    )
    .option("--prediction <column>", "what was predicted; with --score it may be left out")
    .option(
      "--score <column>",
      "the probability of the positive class; CLASS=COLUMN for each of several; repeatable",
      repeated,
      [],
    )
    .addOption(
      new Option("--task <task>", "what kind of task it is").choices([
        "binary",
        "multiclass",
        "multilabel",
        "regression",
      ]),
    )
    .option("--positive <class>", "the positive class; by default 1, true or yes, else the last in order")
    .option("--threshold <share>", "from which probability on a case is positive", share, 0.5)
    .option("--slice <column>", "break the figures down by this column; repeatable", repeated, [])
    .option(
      "--cluster <column>",
      "what belongs together, such as a patient: cases of one are not independent",
    )
    .option(
      "--fairness <column>",
      "whether the groups of this column are treated alike; repeatable",
      repeated,
      [],
    )
    .option("--compare <column>", "a second model's prediction, or probability, in the same file")
    .option("--against <file>", "a second model's file with the same columns; needs --id")
    .option("--id <column>", "the column with the ids that pair the rows of both files")
    .option("--curves", "thresholds and calibration; with --json ROC and precision-recall curves too", false)
    .option("--bins <n>", "bins of the calibration", bins, 10)
    .option(
      "--gate <condition>",
      'such as "roc_auc>=0.9", "f1[sex=female]>=90%", "demographic_parity[sex]<=0.1"; repeatable',
      repeated,
      [],
    )
    .addOption(
      new Option("--by <what>", "whether a gate judges the figure or its whole interval")
        .choices(["estimate", "interval"])
        .default("estimate"),
    )
    .option("--skip-missing", "leave out rows that lack a value", false)
    .option("--strict", "exit 1 where a gate cannot be judged", false)
    .action(
      context.action(async (app, file: string, options: ScoreOptions) => {
        const { score } = await import("../commands/eval/score.js");
        return score(app, file, options);
      }),
    );
  describe(command, {
    examples: [
      [
        "mlx eval score holdout.csv --truth species --prediction predicted --slice island",
        "classes, by island",
      ],
      [
        'mlx eval score holdout.csv --truth bought --score p --gate "roc_auc>=0.8" --by interval',
        "fail, or stay undecided, by the interval",
      ],
      [
        "mlx eval score holdout.csv --truth price --prediction old --compare new",
        "two models on the same cases",
      ],
    ],
    exitCodes: {
      0: "scored, and every gate holds",
      1: "a gate is broken",
      3: "the file cannot be read",
      5: "a gate cannot be judged; 1 with --strict",
    },
  });
}

function share(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError("It takes a number from 0 to 1.");
}

function bins(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= 1) return Number(text);
  throw new InvalidArgumentError("It takes a whole number from 1 to 999.");
}
