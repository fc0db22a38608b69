import type { TableSource } from "../../duckdb/table-source.js";
import type { FileColumn } from "../../schemas/column-sql.js";
import {
  type ColumnFacts,
  type ColumnLook,
  columnFacts,
  type FactCells,
  factCells,
  factsQuery,
} from "../../schemas/infer/column-facts.js";
import { distinctQueries } from "../../schemas/infer/distinct-queries.js";
import { isAsExpected, mixedTypes, needlessFigures, triedTypes } from "../../schemas/infer/narrow-looks.js";
import { sqlName } from "../../schemas/sql-text.js";
import { type HeadCells, headCells } from "./head-cells.js";

/** Columns that one pass over the data looks at: each takes a dozen figures. */
export const columnsAtOnce = 25;
/** The first rows tell most of what is worth asking of all rows. */
export const headRows = 2_000;

/** The first rows of columns: of thousands, to name all others takes longer than to read these. */
export function headOf(columns: readonly FileColumn[], from: string, rows: number): string {
  return `(SELECT ${columns.map(({ name }) => sqlName(name)).join(", ")} FROM ${from} LIMIT ${rows})`;
}

export interface Looked {
  /** Whether the format knows texts alone. */
  readonly textual: boolean;
  readonly missing: readonly string[];
  readonly from: string;
}

/** A column, and what is known of it. */
export interface ColumnCells {
  readonly column: FileColumn;
  readonly cells: FactCells;
}

/** Looks at columns: what the first rows say decides what all rows are asked, and what surprises is asked again. */
export async function looksAt(
  source: TableSource,
  columns: readonly FileColumn[],
  looked: Looked,
): Promise<ColumnCells[]> {
  const heads = await headCells(source, columns, { ...looked, rows: headRows });
  const isAll = Number(heads[0]?.types["rows"] ?? 0) < headRows;
  if (isAll)
    return columns.map((column, at) => ({ column, cells: { ...heads[at]?.types, ...heads[at]?.figures } }));
  const found: ColumnCells[] = [];
  for (let start = 0; start < columns.length; start += columnsAtOnce) {
    const batch = columns.slice(start, start + columnsAtOnce);
    const cells = await cellsOf(source, batch, heads.slice(start, start + columnsAtOnce), looked);
    found.push(...batch.map((column, at) => ({ column, cells: cells[at] ?? {} })));
  }
  return found;
}

async function cellsOf(
  source: TableSource,
  batch: readonly FileColumn[],
  heads: readonly HeadCells[],
  { textual, missing, from }: Looked,
): Promise<FactCells[]> {
  const ask = async (looks: readonly ColumnLook[]): Promise<FactCells[]> => {
    if (looks.length === 0) return [];
    const [row = {}] = await source.query<Record<string, unknown>>(factsQuery(looks, textual, missing, from));
    return looks.map((_, at) => factCells(row, at));
  };
  const head = heads.map(({ types }) => types);
  const hints = heads.map(({ figures }) => figures);
  const all = await ask(
    batch.map((column, at) => {
      const types = head[at] ?? {};
      return {
        ...{ column, types, tried: triedTypes(types), isRough: true },
        without: needlessFigures(types, hints[at] ?? {}),
      };
    }),
  );
  // What the first rows fit, and later ones do not.
  const again = batch.flatMap((column, at) =>
    isAsExpected(head[at] ?? {}, all[at] ?? {}) ? [] : [{ column, at }],
  );
  const mixed = await ask(again.map(({ column, at }) => ({ column, tried: mixedTypes(head[at] ?? {}) })));
  const typed = await ask(
    again.map(({ column, at }, index) => ({
      ...{ column, types: { ...mixed[index] } },
      without: needlessFigures(head[at] ?? {}, hints[at] ?? {}),
    })),
  );
  for (const [index, { at }] of again.entries()) all[at] = { ...mixed[index], ...typed[index] };
  return all;
}

/** The facts of columns that were looked at: their different values are counted. */
export async function factsOf(
  source: TableSource,
  found: readonly ColumnCells[],
  { textual, missing, from }: Looked,
): Promise<ColumnFacts[]> {
  const counts = new Map<ColumnCells, number>();
  for (let start = 0; start < found.length; start += columnsAtOnce) {
    const batch = found.slice(start, start + columnsAtOnce);
    for (const { sql, of } of distinctQueries(batch, textual, missing, from)) {
      const [row] = await source.query<Record<string, unknown>>(sql);
      for (const [at, each] of of.entries()) counts.set(each, Number(row?.[`d${at}`] ?? 0));
    }
  }
  return found.map((each) =>
    columnFacts(each.column.name, { distinct: counts.get(each) ?? 0, ...each.cells }),
  );
}
