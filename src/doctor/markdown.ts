import type { CheckItem, ItemState } from "./check-item.js";
import type { Examination } from "./examine.js";
import { headline } from "./headline.js";

const marks: Readonly<Record<ItemState, string>> = { ok: "✅", partly: "🟡", missing: "❌" };

/** The checklist as a table, for the summary of a CI job or a pull request. */
export function doctorMarkdown(examination: Examination): string {
  const rows = examination.sections.flatMap(({ title, items }) => [
    `| | **${title}** | | |`,
    ...items.map(rowOf),
  ]);
  const head = ["| | | evidence | to mend it |", "|---|---|---|---|"];
  return [`### ${cell(headline(examination))}`, "", ...head, ...rows, ""].join("\n");
}

function rowOf({ state, title, evidence, mend }: CheckItem): string {
  return `| ${marks[state]} | ${title} | ${code(evidence)} | ${mend === undefined ? "" : code(mend)} |`;
}

/** Names and paths come from the repository: nothing in them is mark-up. */
function code(text: string): string {
  return `\`${cell(text).replaceAll("`", "'")}\``;
}

function cell(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("|", "\\|");
}
