import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { formatCount } from "../../core/format-bytes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { scoreText } from "../../evals/report/figures.js";
import { fitColumns, fittedText } from "../../ui/fit-columns.js";
import type { Ui } from "../../ui/ui.js";
import type { Reported } from "./run-report.js";

/** The worst cases after an empty line, each with its reason, and the command that shows the first of them. @param most lines in all. */
export function worstLines(ui: Ui, { id, summary }: Reported, most: number): readonly string[] {
  const { worst, failed, errored } = summary;
  const [first] = worst;
  if (first === undefined) return [];
  const shown = worst.slice(0, Math.max(1, most - 3));
  const left = failed + errored - shown.length;
  const style = (text: string, row: number) =>
    shown[row]?.status === "errored" ? ui.theme.yellow(text) : ui.theme.red(text);
  const table = fitColumns(
    [
      { heading: "worst cases", cells: shown.map((one) => displayPath(one.id)), widest: 32 },
      {
        heading: "",
        cells: shown.map(({ status, score, critical }) =>
          [critical ? "critical" : "", status, status === "errored" ? "" : scoreText(score)]
            .filter((part) => part !== "")
            .join(" "),
        ),
        style,
      },
      {
        heading: "",
        cells: shown.map(({ reason }) => displayPath(reason.replace(/\s+/g, " "))),
        narrowest: 20,
      },
    ],
    ui.mode.width,
  );
  const name = shellQuote(first.id);
  const command = `mlx eval show ${shortEvaluationId(id)} --case ${name}`;
  const others = left > 0 ? ui.theme.dim(` · ${formatCount(left)} more: --failed`) : "";
  return [
    "",
    ...fittedText(table, ui.theme).split("\n"),
    `${ui.theme.dim("look closer:")} ${command}${others}`,
  ];
}
