import { type Command, Option } from "commander";
import type { BestOptions } from "../commands/runs/best.js";
import type { CompareOptions } from "../commands/runs/compare.js";
import type { ListOptions } from "../commands/runs/list.js";
import type { ShowOptions } from "../commands/runs/show.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { repeated } from "./repeated.js";
import { runMeaning } from "./run-argument.js";
import { addRunsCareCommands } from "./runs-care.js";
import { wholeNumber } from "./whole-number.js";

/** `mlx runs list|show|compare|best|tag|rm|get` */
export function addRunsReadCommands(runs: Command, context: CliContext): void {
  addList(runs, context);
  addShow(runs, context);
  addCompare(runs, context);
  addBest(runs, context);
  addRunsCareCommands(runs, context);
}

function addList(runs: Command, context: CliContext): void {
  const command = runs
    .command("list")
    .alias("ls")
    .summary("list runs, the latest first")
    .description(
      "Lists recorded runs with the metrics and parameters that tell them apart. Runs that an MLflow client made inside a command stand below it.",
    )
    .option(...filterOption)
    .option(...experimentOption, repeated, [])
    .option(...statusOption, repeated, [])
    .option(
      "--sort <field>",
      "order by metrics.KEY, params.KEY, a bare KEY, started, name, …; KEY:desc for descending; may be repeated",
      repeated,
      [],
    )
    .option(
      "--order-by <order>",
      'the same as MLflow writes it: "metrics.loss DESC"; may be repeated',
      repeated,
      [],
    )
    .option(
      "-c, --columns <columns>",
      "these columns, separated by commas: id,name,metrics.KEY,params.KEY,tags.KEY,…",
    )
    .option("-l, --limit <n>", "show so many; 0 shows all", wholeNumber, 100)
    .option("--deleted", "show the deleted runs alone", false)
    .option("--all", "show deleted runs beside the others", false)
    .option("--jsonl", "one JSON object a line", false)
    .action(
      context.action(async (app, options: ListOptions) => {
        const { list } = await import("../commands/runs/list.js");
        return list(app, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs list", "the latest 100 runs"],
      [
        "mlx runs list --filter \"metrics.val_loss < 0.3 AND params.model = 'mlp'\"",
        "comparisons of metrics, params, tags and attributes, joined by AND",
      ],
      [
        "mlx runs list --sort metrics.val_loss --columns id,name,val_loss,lr",
        "these columns, the lowest loss first",
      ],
      ["mlx runs list --experiment tuning --status finished --json", "for a script"],
    ],
    exitCodes: { 0: "done" },
  });
}

const filterOption = [
  "--filter <expression>",
  "only runs that match, in the language of MLflow's search_runs",
] as const;
const experimentOption = ["--experiment <name>", "only runs of this experiment; may be repeated"] as const;
const statusOption = [
  "--status <status>",
  "only running, finished, failed, killed or interrupted ones; may be repeated",
] as const;

function addShow(runs: Command, context: CliContext): void {
  const command = runs
    .command("show")
    .summary("everything about a run; --watch follows it while it trains")
    .description(
      "Shows a run: parameters, metrics with their histories, tags, code, data, environment, artifacts. Without a name, the last one.",
    )
    .argument("[run]", runMeaning, "last")
    .option("-w, --watch", "show it again and again until it ends", false)
    .option("-m, --metric <key>", "show the history of this metric alone")
    .option("--csv", "with --metric: step,timestamp,value lines", false)
    .option("--history", "with --json: every point of every metric", false)
    .action(
      context.action(async (app, run: string, options: ShowOptions) => {
        const { show } = await import("../commands/runs/show.js");
        return show(app, run, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs show", "the last run"],
      ["mlx runs show 7Q2M8KX4 --verbose", "with all packages and variables"],
      ["mlx runs show last --watch", "while it trains"],
      ["mlx runs show baseline --metric val_loss", "one metric's history, as a chart and a table"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addCompare(runs: Command, context: CliContext): void {
  const command = runs
    .command("compare")
    .summary("what differs between runs: params, metrics, data, code, environment")
    .description(
      "Compares runs with the first one named. A revision stands for the latest run that was recorded at its commit; a run alone is compared with the one before it in its experiment.",
    )
    .argument("[runs...]", `runs or revisions, each ${runMeaning}, or a commit, branch or tag`)
    .option("-a, --all", "show what is equal, too", false)
    .option("-m, --metric <key>", "compare this metric alone; may be repeated", repeated, [])
    .option("--higher <metric>", "this metric is better when it is higher; may be repeated", repeated, [])
    .option("--lower <metric>", "this metric is better when it is lower; may be repeated", repeated, [])
    .option("--html <file>", "write a page with curves of the metrics to this file")
    .action(
      context.action(async (app, names: string[], options: CompareOptions) => {
        const { compare } = await import("../commands/runs/compare.js");
        return compare(app, names, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs compare", "the last run with the one before it"],
      ["mlx runs compare main HEAD", "the runs of two revisions"],
      ["mlx runs compare baseline 7Q2M8KX4 last --html report.html", "three runs, as a page to send around"],
    ],
    exitCodes: { 0: "compared, whether or not anything differs" },
  });
}

function addBest(runs: Command, context: CliContext): void {
  const command = runs
    .command("best")
    .summary("rank runs, or their checkpoints, by a metric")
    .description(
      "Ranks runs by the best value of a metric, with the step of that value and the checkpoint that belongs to it.",
    )
    .requiredOption("-m, --metric <key>", "the metric to rank by; required")
    .addOption(
      new Option("--mode <mode>", "which values are better (default: what the metric's name tells)").choices([
        "max",
        "min",
      ]),
    )
    .option("--checkpoints", "rank the checkpoints of all runs", false)
    .option(...filterOption)
    .option(...experimentOption, repeated, [])
    .option(...statusOption, repeated, [])
    .option("-l, --limit <n>", "show so many; 0 shows all", wholeNumber, 10)
    .action(
      context.action(async (app, options: BestOptions) => {
        const { best } = await import("../commands/runs/best.js");
        return best(app, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx runs best --metric val_loss", "lower is better, as the name tells"],
      ["mlx runs best --metric margin --mode max --limit 3", "a metric whose name tells nothing"],
      ["mlx runs best --metric val_accuracy --checkpoints", "which checkpoint to take"],
    ],
    exitCodes: { 0: "ranked" },
  });
}
