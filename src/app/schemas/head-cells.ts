import type { TableSource } from "../../duckdb/table-source.js";
import type { FileColumn } from "../../schemas/column-sql.js";
import { cellFactsQuery, type FactCells, firstGuesses } from "../../schemas/infer/column-facts.js";
import { sqlName } from "../../schemas/sql-text.js";

/** What the first rows of a column say: how many values are of which type, and what that makes worth asking. */
export interface HeadCells {
  readonly types: FactCells;
  readonly figures: FactCells;
}

interface HeadOptions {
  readonly textual: boolean;
  readonly missing: readonly string[];
  readonly from: string;
  readonly rows: number;
}

/** Columns that are taken together, and for a while cell by cell. */
const columnsAtOnce = 250;
const table = "mlx_head";

/** Looks at the first rows of columns. */
export async function headCells(
  source: TableSource,
  columns: readonly FileColumn[],
  options: HeadOptions,
): Promise<HeadCells[]> {
  const found = new Map<string, HeadCells>();
  for (const [type, names] of byType(columns)) {
    for (let start = 0; start < names.length; start += columnsAtOnce) {
      const batch = names.slice(start, start + columnsAtOnce);
      const cells = await cellsOf(source, type, batch, options);
      for (const [at, name] of batch.entries()) {
        found.set(name, { types: cells.types.get(at) ?? {}, figures: cells.figures.get(at) ?? {} });
      }
    }
  }
  // Of no rows there are no groups.
  const none = { rows: 0, nulls: 0 };
  return columns.map(({ name }) => {
    const { types = {}, figures = {} } = found.get(name) ?? {};
    return { types: { ...none, ...types }, figures };
  });
}

function byType(columns: readonly FileColumn[]): ReadonlyMap<string, string[]> {
  const types = new Map<string, string[]>();
  for (const { name, type } of columns) {
    const names = types.get(type);
    if (names) names.push(name);
    else types.set(type, [name]);
  }
  return types;
}

async function cellsOf(
  source: TableSource,
  type: string,
  names: readonly string[],
  { textual, missing, from, rows }: HeadOptions,
) {
  const list = names.map(sqlName).join(", ");
  const top = `(SELECT ${list} FROM ${from} LIMIT ${rows})`;
  await source.query(
    `CREATE TEMP TABLE ${table} AS SELECT unnest([${list}]) AS v, unnest(range(${names.length})) AS n FROM ${top}`,
  );
  try {
    const column = { name: "v", type };
    const types = await byNumber(
      source,
      cellFactsQuery({ column, tried: firstGuesses }, textual, missing, table),
    );
    // Columns that are asked the same are asked together.
    const asked = new Map<string, number[]>();
    for (const [at, cells] of types) {
      const sql = cellFactsQuery({ column, types: cells }, textual, missing, "");
      asked.set(sql, [...(asked.get(sql) ?? []), at]);
    }
    const figures = new Map<number, FactCells>();
    for (const at of asked.values()) {
      const of = `(SELECT * FROM ${table} WHERE n IN (${at.join(", ")}))`;
      const look = { column, types: types.get(at[0] ?? 0) ?? {}, isCounted: true };
      for (const [n, cells] of await byNumber(source, cellFactsQuery(look, textual, missing, of)))
        figures.set(n, cells);
    }
    return { types, figures };
  } finally {
    await source.query(`DROP TABLE ${table}`);
  }
}

async function byNumber(source: TableSource, sql: string): Promise<ReadonlyMap<number, FactCells>> {
  const rows = await source.query<Record<string, unknown>>(sql);
  return new Map(rows.map(({ n, ...cells }) => [Number(n), cells]));
}
