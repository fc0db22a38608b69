import type { TableSource } from "../../duckdb/table-source.js";
import { columnSql } from "../../schemas/column-sql.js";
import { guessColumn, isCategorical } from "../../schemas/infer/column-guess.js";
import { sqlList } from "../../schemas/sql-text.js";
import type { ColumnRules, DataSchema } from "../../schemas/types.js";
import type { Violation } from "../../schemas/violation.js";
import type { AcceptedColumn } from "../../schemas/widen.js";
import { categoriesOf } from "./categories-of.js";
import { factsOf, looksAt } from "./facts-about.js";

/** What a file says of the columns in which it breaks its schema. */
export async function acceptedColumns(
  source: TableSource,
  schema: DataSchema,
  violations: readonly Violation[],
): Promise<ReadonlyMap<string, AcceptedColumn>> {
  const textual = source.format === "csv" || source.format === "tsv";
  const accepted = new Map<string, AcceptedColumn>();
  for (const name of new Set(violations.flatMap(({ columns }) => columns))) {
    const column = source.columns.find((each) => each.name === name);
    if (column === undefined) continue;
    const looked = { textual, missing: schema.missing, from: source.table };
    const [facts] = await factsOf(source, await looksAt(source, [column], looked), looked);
    if (facts === undefined) continue;
    const wanted = isCategorical(facts, guessColumn(facts));
    const counted = wanted ? await categoriesOf(source, [name], schema.missing, source.table) : undefined;
    const rules = schema.columns.find((each) => each.name === name);
    const newValues = rules ? await valuesBeyond(source, rules, schema, textual) : [];
    accepted.set(name, { facts, categories: counted?.get(name) ?? [], optional: false, newValues });
  }
  return accepted;
}

/** Values that the column's `values` lack, in order. */
async function valuesBeyond(
  source: TableSource,
  rules: ColumnRules,
  schema: DataSchema,
  textual: boolean,
): Promise<string[]> {
  const known = rules.values ?? rules.warn?.values;
  const column = source.columns.find(({ name }) => name === rules.name);
  if (known === undefined || column === undefined) return [];
  const sql = columnSql(rules, column, textual, schema.missing, 0);
  const rows = await source.query<{ value: string }>(
    `SELECT DISTINCT CAST(${sql.value} AS VARCHAR) AS value FROM (SELECT ${sql.selects.join(", ")} FROM ${source.table}) WHERE ${sql.value} IS NOT NULL AND CAST(${sql.value} AS VARCHAR) NOT IN (${sqlList(known.map(String))}) ORDER BY value LIMIT 1000`,
  );
  return rows.map(({ value }) => value);
}
