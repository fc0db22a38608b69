import type { Database } from "better-sqlite3";
import type { RunQuery } from "../runs/query.js";
import type { RunId, RunSummary } from "../runs/types.js";
import type { Bindable } from "./query.js";
import { summariesOf } from "./run-rows.js";
import { filterSql, orderSql, type Sql } from "./search-sql.js";

/** The runs that fit, in order, and how many fit without limit and offset. */
export function searchRuns(
  database: Database,
  query: RunQuery,
): { readonly runs: RunSummary[]; readonly total: number } {
  const { from, test, values } = selection(query);
  const order = orderSql(query.order ?? []);
  const window = [query.limit ?? -1, query.offset ?? 0];
  const numbers = database
    .prepare<Bindable[], { readonly num: number }>(
      `SELECT r.num ${from}${order.join.sql}${test} ORDER BY ${order.by} LIMIT ? OFFSET ?`,
    )
    .all(...order.join.values, ...values, ...window)
    .map(({ num }) => num);
  const total = countOf(query, numbers.length) ?? counted(database, `${from}${test}`, values);
  return { runs: summariesOf(database, numbers), total };
}

/** The ids of the runs that fit, all of them, in no particular order. */
export function searchIds(database: Database, query: RunQuery): RunId[] {
  const { from, test, values } = selection(query);
  return database
    .prepare<Bindable[], { readonly id: RunId }>(`SELECT r.id ${from}${test}`)
    .all(...values)
    .map(({ id }) => id);
}

function selection(query: RunQuery) {
  const where = conditions(query);
  return {
    from: "FROM runs r JOIN experiments e ON e.id = r.experiment",
    test: where.length === 0 ? "" : ` WHERE ${where.map(({ sql }) => `(${sql})`).join(" AND ")}`,
    values: where.flatMap((condition) => condition.values),
  };
}

/** The total, where the runs that were found tell it. */
function countOf({ limit, offset = 0 }: RunQuery, found: number): number | undefined {
  const isLastPage = limit === undefined || found < limit;
  return isLastPage && (found > 0 || offset === 0) ? offset + found : undefined;
}

function counted(database: Database, from: string, values: readonly Bindable[]): number {
  const row = database
    .prepare<Bindable[], { readonly count: number }>(`SELECT count(*) AS count ${from}`)
    .get(...values);
  return row?.count ?? 0;
}

function conditions(query: RunQuery): Sql[] {
  const { view = "active", experiments, ids, kinds, commandId, filter = [] } = query;
  const found: Sql[] = [];
  if (view !== "all") {
    found.push({ sql: `r.deleted_at IS ${view === "deleted" ? "NOT " : ""}NULL`, values: [] });
  }
  // A list as one JSON text: SQLite allows no more than 32,766 parameters.
  const oneOf = (column: string, list: readonly string[]): Sql => ({
    sql: `${column} IN (SELECT value FROM json_each(?))`,
    values: [JSON.stringify(list)],
  });
  if (experiments === undefined) found.push({ sql: "e.deleted = 0", values: [] });
  else found.push(oneOf("e.name", experiments));
  if (ids !== undefined) found.push(oneOf("r.id", ids));
  if (kinds !== undefined) found.push(oneOf("r.kind", kinds));
  if (commandId !== undefined) found.push({ sql: "r.command_id = ?", values: [commandId] });
  return [...found, ...filter.map(filterSql)];
}
