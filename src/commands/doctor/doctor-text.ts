import { displayPath } from "../../core/visible-text.js";
import type { CheckItem, CheckSection, ItemState } from "../../doctor/check-item.js";
import type { Examination } from "../../doctor/examine.js";
import { headline } from "../../doctor/headline.js";
import type { Ui } from "../../ui/ui.js";
import { wrapText } from "../../ui/wrap-text.js";

const marks: Readonly<Record<ItemState, string>> = { ok: "✓", partly: "~", missing: "✗" };
/** Longer lines are harder to read, and documents show them. */
const widest = 80;
/** Where evidence begins. */
const indent = 25;

/**
 * The checklist for a terminal. What is there takes a line for each section, what is not two: the evidence, and what would mend it. So
 * that a whole project fits on one screen, and what is to be done stands out. With `--verbose` everything is told.
 */
export function doctorText(ui: Ui, examination: Examination): string {
  const { sections, counts } = examination;
  const width = Math.min(ui.mode.width, widest);
  const lines = [
    ui.theme.bold(headline(examination)),
    ...sections.flatMap((section) => sectionLines(ui, section, width)),
  ];
  if (!ui.mode.verbose && counts.ok > 0)
    lines.push(ui.theme.dim("the evidence of what is in place: mlx doctor --verbose"));
  return lines.join("\n");
}

function sectionLines(ui: Ui, { title, items }: CheckSection, width: number): string[] {
  const there = items.filter(({ state }) => state === "ok");
  const whole = there.length === items.length;
  const count = whole ? `all ${items.length}` : `${there.length} of ${items.length}`;
  const mark = whole ? colour(ui, "ok")(marks.ok) : " ";
  const head = `${mark} ${ui.theme.bold(title)} ${ui.theme.dim(".".repeat(Math.max(2, width - title.length - count.length - 4)))} ${count}`;
  const told = ui.mode.verbose ? items : items.filter(({ state }) => state !== "ok");
  return [head, ...told.flatMap((item) => itemLines(ui, item, width))];
}

function itemLines(ui: Ui, { state, title, evidence, mend }: CheckItem, width: number): string[] {
  const [first = "", ...rest] = wrapText(displayPath(evidence), width - indent);
  const label = `${marks[state]} ${title}`.padEnd(indent - 4);
  const space = " ".repeat(indent);
  return [
    `  ${colour(ui, state)(label)}  ${first}`,
    ...rest.map((line) => space + line),
    ...(mend === undefined
      ? []
      : wrapText(displayPath(mend), width - indent).map((line) => space + ui.theme.cyan(line))),
  ];
}

function colour({ theme }: Ui, state: ItemState): (text: string) => string {
  if (state === "ok") return theme.green;
  return state === "partly" ? theme.yellow : theme.red;
}
