import type { ColumnFacts } from "../drift/guess-kinds.js";
import { groupsOf } from "./groups-of.js";
import { quoteName, type TableSource } from "./table-source.js";

const firstRows = 10_000;

/** What the first 10,000 rows say of each column of a source. */
export async function columnFacts(source: TableSource): Promise<ColumnFacts[]> {
  const facts: ColumnFacts[] = [];
  for (const group of groupsOf(source.columns, 100)) {
    const asked = group.flatMap(({ name, type }, at) => questions(quoteName(name), type, at));
    const names = group.map(({ name }) => quoteName(name));
    const [row] = await source.query<Record<string, number | boolean | null>>(
      `SELECT ${asked.join(", ")} FROM (SELECT ${names.join(", ")} FROM ${source.head} LIMIT ${firstRows})`,
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

/**
 * Of hundreds of FILTERs and DISTINCTs in one query each takes longer than all of these together; so does naming all columns, and so
 * do questions whose answer is known.
 */
function questions(value: string, type: string, at: number): string[] {
  const isOther = /\[|STRUCT|MAP|UNION/.test(type);
  return [
    `count(${value}) AS values${at}`,
    ...(isOther ? [] : [`list_unique(list(${value})) AS distinct${at}`]),
    ...(type === "VARCHAR"
      ? [
          `avg(len(regexp_extract_all(${value}, '[^ \\t\\n]+'))) AS words${at}`,
          `coalesce(bool_and(CASE WHEN ${value} IS NOT NULL THEN starts_with(${value}, '[') AND try_cast(${value} AS DOUBLE[]) IS NOT NULL END), false) AS vector${at}`,
        ]
      : []),
  ];
}
