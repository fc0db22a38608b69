import type { FileColumn } from "../column-sql.js";
import { sqlList, sqlName } from "../sql-text.js";

/** What other programs write where there is no value. */
const missingWords: readonly string[] = ["NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "NaN", "nan"];

/** One row with a list of the words that each column holds, as `w0`, `w1`, …. @param columns of text. */
export function missingQuery(columns: readonly FileColumn[], from: string): string {
  const lists = columns.map(
    ({ name }, index) =>
      `array_to_string(list_sort(list_distinct(list(${sqlName(name)}) FILTER (WHERE ${sqlName(name)} IN (${sqlList(missingWords)})))), '|') AS w${index}`,
  );
  return `SELECT ${lists.join(", ")} FROM ${from}`;
}
