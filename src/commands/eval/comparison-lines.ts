import { displayPath } from "../../core/visible-text.js";
import type { AgainstBaseline } from "../../evals/outcomes/against-baseline.js";
import { acrossText, againstText, apartText, flippedText } from "../../evals/outcomes/comparison-text.js";
import { shorten, textWidth } from "../../ui/text-width.js";
import type { Ui } from "../../ui/ui.js";

const mostNames = 20;

/** What an evaluation says against its baseline; then the cases that became worse, and what was not compared. */
export function comparisonLines(ui: Ui, against: AgainstBaseline): readonly string[] {
  const { comparison, counts } = against;
  const worse = comparison.metrics[0]?.discordant.regressed ?? 0;
  const style = styleOf(ui, against);
  const apart = apartText(counts);
  const lines = [
    ...(worse > 0 ? [`worse: ${flippedText(comparison.flipped, "regressed", worse, mostNames)}`] : []),
    ...acrossText(comparison),
    ...(apart === "" ? [] : [`not compared: ${apart}`]),
  ];
  return [
    ...wrapped(againstText(against), ui.mode.width).map(style),
    ...lines.map((line) => `  ${shorten(displayPath(line), ui.mode.width - 2)}`),
  ];
}

function styleOf({ theme }: Ui, { comparison }: AgainstBaseline): (text: string) => string {
  if (comparison.metrics.some(({ verdict }) => verdict === "regressed")) return theme.red;
  if (comparison.verdict === "improved") return theme.green;
  return comparison.verdict === "no_evidence" ? (text) => text : theme.yellow;
}

/** Lines of at most so many columns, broken between words; all but the first are indented. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = longer;
  }
  return [...lines, line].map((one) => shorten(one, width));
}
