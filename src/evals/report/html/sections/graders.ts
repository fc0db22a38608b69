import { formatCount } from "../../../../core/format-bytes.js";
import { type Markup, markup } from "../../../../core/markup.js";
import { shortened } from "../../../../core/shortened.js";
import type { EvalSummary } from "../../../summary.js";
import { percentText } from "../../figures.js";
import { longestLabel } from "../charts/interval-table.js";
import { shareBar } from "../charts/share-bar.js";
import { leftOutNote, mostRows } from "./row-limit.js";
import { section } from "./section.js";

/** How often each grader passed. */
export function gradersSection({ graders }: EvalSummary): Markup | undefined {
  if (graders.length === 0) return undefined;
  const rows = graders.slice(0, mostRows).map((grader) => {
    const { type, passed, failed, errored, total, passRate } = grader;
    const share = passRate === null ? "–" : percentText(passRate);
    return markup`<tr><th scope="row">${shortened(type, longestLabel)}</th><td class="plot">${shareBar(grader)}</td><td class="num">${share}</td>${[passed, failed, errored, total].map((count) => markup`<td class="num">${formatCount(count)}</td>`)}</tr>\n`;
  });
  const headings = ["passed", "failed", "errored", "graded"].map(
    (heading) => markup`<th scope="col" class="num">${heading}</th>`,
  );
  return section(
    "graders",
    "Graders",
    markup`<div class="scroll"><table class="figures"><thead><tr><th scope="col">Grader</th><th scope="col" class="plot"><span class="sr">shares</span></th><th scope="col" class="num">pass share</th>${headings}</tr></thead><tbody>
${rows}</tbody></table></div>${leftOutNote(graders.length)}`,
  );
}
