import { nullWords } from "./cell-types.js";
import { groupsOf } from "./groups-of.js";
import { quoteName, quoteText, type TableSource } from "./table-source.js";

/**
 * Columns of a CSV or TSV that hold nothing but words for missing values. Among numbers these words are no values; where there is
 * nothing else, a column is text only because nobody knows better.
 * @param isAsked which columns may be so: in one that is known for text the words are values.
 */
export async function wordColumns(
  source: TableSource,
  isAsked: (name: string) => boolean,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  if (source.format !== "csv" && source.format !== "tsv") return found;
  const asked = source.columns.filter(({ name, type }) => type === "VARCHAR" && isAsked(name));
  const words = nullWords.map(quoteText).join(", ");
  for (const group of groupsOf(asked, 100)) {
    const only = group.map(({ name }, at) => `bool_and(${quoteName(name)} IN (${words})) AS only_${at}`);
    const [row] = await source.query<Record<string, boolean | null>>(
      `SELECT ${only.join(", ")} FROM ${source.table}`,
    );
    for (const [at, { name }] of group.entries()) if (row?.[`only_${at}`] === true) found.add(name);
  }
  return found;
}
