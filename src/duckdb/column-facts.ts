import type { ColumnFacts } from "../drift/guess-kinds.js";
import { groupsOf } from "./groups-of.js";
import { quoteName, type TableSource } from "./table-source.js";

const firstRows = 10_000;

/** What the first 10,000 rows say of each column of a source. */
export async function columnFacts(source: TableSource): Promise<ColumnFacts[]> {
  const facts: ColumnFacts[] = [];
  for (const group of groupsOf(source.columns, 100)) {
    // Of hundreds of FILTERs and DISTINCTs in one query each takes longer than all of these together; so does naming all columns.
    const asked = group.map(({ name, type }, at) => {
      const value = quoteName(name);
      const isText = type === "VARCHAR";
      const isOther = /\[|STRUCT|MAP|UNION/.test(type);
      return [
        `count(${value}) AS values${at}`,
        `${isOther ? 0 : `coalesce(list_unique(list(${value})), 0)`} AS distinct${at}`,
        `${isText ? `coalesce(avg(len(regexp_extract_all(${value}, '[^ \\t\\n]+'))), 0)` : 0} AS words${at}`,
        `${isText ? `coalesce(bool_and(CASE WHEN ${value} IS NOT NULL THEN starts_with(${value}, '[') AND try_cast(${value} AS DOUBLE[]) IS NOT NULL END), false)` : "false"} AS vector${at}`,
      ].join(", ");
    });
    const names = group.map(({ name }) => quoteName(name));
    const [row] = await source.query<Record<string, number | boolean>>(
      `SELECT ${asked.join(", ")} FROM (SELECT ${names.join(", ")} FROM ${source.table} LIMIT ${firstRows})`,
    );
    for (const [at, { name, type }] of group.entries()) {
      facts.push({
        name,
        type,
        values: Number(row?.[`values${at}`] ?? 0),
        distinct: Number(row?.[`distinct${at}`] ?? 0),
        words: Number(row?.[`words${at}`] ?? 0),
        isVector: row?.[`vector${at}`] === true,
      });
    }
  }
  return facts;
}
