import { columnSql, type FileColumn } from "../column-sql.js";
import type { FactCells, TypeGuess } from "./column-facts.js";

export interface DistinctInput {
  readonly column: FileColumn;
  /** What looks at it said. */
  readonly cells: FactCells;
}

/** A query whose row has the numbers of different values of some columns, in their order. */
export interface DistinctQuery<T> {
  readonly sql: string;
  readonly of: readonly T[];
}

/**
 * How to count the different values of columns. A list of different values can be put on disk, and the inside of an aggregate cannot:
 * columns of many rows are counted one by one.
 */
export function distinctQueries<T extends DistinctInput>(
  inputs: readonly T[],
  textual: boolean,
  missing: readonly string[],
  from: string,
): DistinctQuery<T>[] {
  const sqlOf = ({ column }: T, index: number) =>
    columnSql({ type: "text" }, column, textual, missing, index);
  const asked = inputs.filter(({ cells }) => isWorthIt(cells));
  return asked.map((input) => {
    const { selects, text } = sqlOf(input, 0);
    const values = `SELECT DISTINCT nullif(${text}, '') AS value FROM (SELECT ${selects.join(", ")} FROM ${from})`;
    return { of: [input], sql: `SELECT count(*) AS "d0" FROM (${values}) WHERE value IS NOT NULL` };
  });
}

/** Of numbers with fractions and of times nobody asks how many different ones there are. */
function isWorthIt(cells: FactCells): boolean {
  if (cells["distinct"] !== undefined || Number(cells["rows"]) === Number(cells["nulls"])) return false;
  const fits = (guess: TypeGuess) => Number(cells[`m_${guess}`] ?? 1) === 0;
  return !((fits("number") && !fits("integer")) || (fits("datetime") && !fits("date")));
}
