import type { TableSource } from "../../duckdb/table-source.js";
import { sqlList, sqlName } from "../../schemas/sql-text.js";

export type Categories = readonly (readonly [value: string, rows: number])[];

/** Columns that one pass over the data counts. */
const columnsAtOnce = 100;

/** The different values of columns that have few of them, each with its number of rows, in order. */
export async function categoriesOf(
  source: TableSource,
  names: readonly string[],
  missing: readonly string[],
  from: string,
): Promise<ReadonlyMap<string, Categories>> {
  const none = sqlList(["", ...missing]);
  const categories = new Map<string, Categories>();
  for (let start = 0; start < names.length; start += columnsAtOnce) {
    const batch = names.slice(start, start + columnsAtOnce);
    const counts = batch.map((name, at) => {
      const value = `CAST(${sqlName(name)} AS VARCHAR)`;
      return `to_json(map_entries(histogram(CASE WHEN ${value} NOT IN (${none}) THEN ${value} END))) AS c${at}`;
    });
    const [row] = await source.query<Record<string, unknown>>(`SELECT ${counts.join(", ")} FROM ${from}`);
    for (const [at, name] of batch.entries()) categories.set(name, entriesOf(row?.[`c${at}`]));
  }
  return categories;
}

function entriesOf(cell: unknown): Categories {
  const entries: unknown = typeof cell === "string" ? JSON.parse(cell) : [];
  if (!Array.isArray(entries)) return [];
  return entries.map((entry: { key: string; value: number }) => [entry.key, entry.value] as const);
}
