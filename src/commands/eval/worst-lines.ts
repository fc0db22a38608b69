import { shortEvaluationId } from "../../app/evals/select-evaluation.js";
import { formatCount } from "../../core/format-bytes.js";
import { shellQuote } from "../../core/shell-quote.js";
import { displayPath } from "../../core/visible-text.js";
import { scoreText } from "../../evals/report/figures.js";
import { shorten } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";
import type { Reported } from "./run-report.js";
import { tableLines } from "./table-lines.js";

/** The worst cases after an empty line, each with its reason, and the command that shows the first of them. @param most lines in all. */
export function worstLines(ui: Ui, { id, summary }: Reported, most: number): readonly string[] {
  const { worst, failed, errored } = summary;
  const [first] = worst;
  if (first === undefined) return [];
  const shown = worst.slice(0, Math.max(1, most - 3));
  const left = failed + errored - shown.length;
  const style = (text: string, row: number) =>
    shown[row]?.status === "errored" ? ui.theme.yellow(text) : ui.theme.red(text);
  const table = tableLines(ui, [
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
      cells: shown.map(({ description, reason }) => reasonText(reason, description)),
      narrowest: 20,
    },
  ]);
  const name = shellQuote(first.id);
  const command = `mlx eval show ${shortEvaluationId(id)} --case ${name}`;
  const others = left > 0 ? ui.theme.dim(` · ${formatCount(left)} more: --failed`) : "";
  return ["", ...table, `${ui.theme.dim("look closer:")} ${command}${others}`];
}

/** The reason on one line, after what the case is called in words, where it is: an id made of its values says nothing to people. */
export function reasonText(reason: string, description: string | undefined): string {
  const called = description === undefined ? "" : `${shorten(description.replace(/\s+/g, " "), 24)}: `;
  return displayPath(`${called}${reason.replace(/\s+/g, " ")}`);
}
