import { displayPath } from "../../core/visible-text.js";
import type { CheckedData } from "../../drift/checked.js";
import { shareText } from "../../drift/figures.js";
import { noTerms, type TopicShares } from "../../drift/topic-mix.js";
import type { ColumnDrift } from "../../drift/verdict.js";
import type { Ui } from "../../ui/ui.js";

const mostColumns = 2;
const mostTopics = 5;
const mostTerms = 5;

/** What the texts of a column are about, before and now: of columns that drifted or changed, the topics that moved most. */
export function topicLines(ui: Ui, { report }: CheckedData): string[] {
  return report.columns
    .flatMap(({ name, verdict, topics }) =>
      topics === undefined || (verdict !== "drift" && verdict !== "warning")
        ? []
        : [{ name, topics: topics.topics }],
    )
    .slice(0, mostColumns)
    .flatMap(({ name, topics }) => {
      const shown = [...topics].sort((a, b) => moved(b) - moved(a)).slice(0, mostTopics);
      const texts = shown.map(sharesText);
      const width = Math.max(...texts.map(({ length }) => length));
      const more = topics.length - shown.length;
      const rest = more > 0 ? `; ${more} more moved less` : "";
      return [
        `what ${displayPath(name)} is about, before → now${rest}`,
        ...shown.map(
          (topic, at) => `  ${(texts[at] ?? "").padEnd(width)}  ${ui.theme.dim(termsText(topic, mostTerms))}`,
        ),
      ];
    });
}

/** The columns of texts whose topics are known. */
export function columnsWithTopics({
  report,
}: CheckedData): readonly (ColumnDrift & Required<Pick<ColumnDrift, "topics">>)[] {
  return report.columns.flatMap((column) =>
    column.topics === undefined ? [] : [{ ...column, topics: column.topics }],
  );
}

/** `12 % → 31 %` */
export function sharesText({ before, after }: TopicShares): string {
  return `${shareText(before)} → ${shareText(after)}`;
}

/** `refund, money, parcel` */
export function termsText({ terms }: TopicShares, most = terms.length): string {
  return terms.length === 0 ? noTerms : terms.slice(0, most).map(displayPath).join(", ");
}

function moved({ before, after }: TopicShares): number {
  return Math.abs(after - before);
}
