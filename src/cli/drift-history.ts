import type { Command } from "commander";
import type { ListOptions } from "../commands/drift/list.js";
import type { ReportOptions } from "../commands/drift/report.js";
import type { CliContext } from "./command-context.js";
import { describe } from "./describe.js";
import { wholeNumber } from "./whole-number.js";

const idHelp = "a check's id or its last 8 characters, a monitor (its last check), last or last~1";

/** list, show, report: checks that were made. */
export function addDriftHistoryCommands(noun: Command, context: CliContext): void {
  addList(noun, context);
  addShow(noun, context);
  addReport(noun, context);
}

function addList(noun: Command, context: CliContext): void {
  const command = noun
    .command("list")
    .alias("ls")
    .summary("list checks, the latest first")
    .description("Lists the checks of this clone with their verdicts.")
    .argument("[name]", "only those of this monitor")
    .option("-l, --limit <n>", "show so many; 0 shows all", wholeNumber, 20)
    .option("--jsonl", "one JSON object a line", false)
    .action(
      context.action(async (app, name: string | undefined, options: ListOptions) => {
        const { list } = await import("../commands/drift/list.js");
        return list(app, name, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx drift list", "the latest 20"],
      ["mlx drift list weather --json", "of one monitor, for a script"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addShow(noun: Command, context: CliContext): void {
  const command = noun
    .command("show")
    .summary("show a check again")
    .description("Shows a check as it was printed when it was made.")
    .argument("[check]", idHelp, "last")
    .action(
      context.action(async (app, typed: string) => {
        const { show } = await import("../commands/drift/show.js");
        return show(app, typed);
      }),
    );
  describe(command, {
    examples: [
      ["mlx drift show", "the last check"],
      ["mlx drift show weather", "the last of a monitor"],
    ],
    exitCodes: { 0: "done" },
  });
}

function addReport(noun: Command, context: CliContext): void {
  const command = noun
    .command("report")
    .summary("a check as a page, as Markdown or as JSON")
    .description(
      "Writes a check as one HTML file with the distributions side by side, drawn from profiles alone: no row of the data is in it, and it stays under a megabyte.",
    )
    .argument("[check]", idHelp, "last")
    .option("--html", "as a page; goes to a file", false)
    .option("--md", "as Markdown", false)
    .option("-o, --output <file>", "where to write it (default: standard output; of a page drift-NAME.html)")
    .action(
      context.action(async (app, typed: string, options: ReportOptions) => {
        const { report } = await import("../commands/drift/report.js");
        return report(app, typed, options);
      }),
    );
  describe(command, {
    examples: [
      ["mlx drift report weather --html", "write drift-weather.html"],
      ["mlx drift report weather --md", "for a pull request"],
      ["mlx drift report last~1 --json --output before.json", "the check before the last"],
    ],
    exitCodes: { 0: "done" },
  });
}
