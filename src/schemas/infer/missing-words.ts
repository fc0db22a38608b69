import type { FileColumn } from "../column-sql.js";
import { sqlList, sqlName, sqlText } from "../sql-text.js";

/** What other programs write where there is no value. */
const missingWords: readonly string[] = ["NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "NaN", "nan"];

/** One row that says of each column whether it holds some of the words, as `w0`, `w1`, …. @param columns of text. */
export function anyWordQuery(columns: readonly FileColumn[], from: string): string {
  const words = sqlList(missingWords);
  const some = columns.map(({ name }, index) => `bool_or(${sqlName(name)} IN (${words})) AS w${index}`);
  return `SELECT ${some.join(", ")} FROM ${from}`;
}

/** One row with a number for each column, as `w0`, `w1`, …: `wordsIn` tells which words it holds. @param columns of text. */
export function missingQuery(columns: readonly FileColumn[], from: string): string {
  const words = sqlList(missingWords);
  const masks = columns.map(({ name }, index) => {
    const value = sqlName(name);
    const bits = missingWords.map((word, bit) => `WHEN ${sqlText(word)} THEN ${2 ** bit}`).join(" ");
    return `bit_or(CASE WHEN ${value} IN (${words}) THEN CASE ${value} ${bits} END END) AS w${index}`;
  });
  return `SELECT ${masks.join(", ")} FROM ${from}`;
}

/** @param mask a number of the answer; null where there is no word. */
export function wordsIn(mask: unknown): string[] {
  const bits = Number(mask ?? 0);
  return missingWords.filter((_, bit) => (bits & (2 ** bit)) !== 0);
}
