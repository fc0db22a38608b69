import type { App } from "../../app/app.js";
import type { ProvenJudges } from "../../app/evals/judging/prove-judges.js";
import { countOf } from "../../core/format-bytes.js";
import { groupBy } from "../../core/group-by.js";
import { displayPath } from "../../core/visible-text.js";

const mostShown = 3;

/** Labels that did not count, by what is wrong with them, the first of each with their lines; and rows that wait for a label. */
export function warnOfStrays(app: App, { strays, labels }: ProvenJudges): void {
  for (const same of groupBy(strays, ({ why }) => why).values()) {
    const shown = same
      .slice(0, mostShown)
      .map(({ label, reason }) => `${displayPath(label.id)} (line ${label.at.line}): ${displayPath(reason)}`);
    const more = same.length > mostShown ? `; and ${same.length - mostShown} more` : "";
    const verb = same.length === 1 ? "does" : "do";
    app.ui.warn(`${countOf(same.length, "label")} ${verb} not count: ${shown.join("; ")}${more}`);
  }
  if (labels.empty > 0)
    app.ui.warn(`${countOf(labels.empty, "row")} of ${displayPath(labels.path)} without a label`);
}
