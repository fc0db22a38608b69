import { statusesMatching } from "../runs/filter/status-words.js";
import type { FilterClause, FilterField, RunOrder } from "../runs/query.js";
import type { Bindable } from "./query.js";

/** A piece of SQL over `runs r` and `experiments e`, with the values of its parameters. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly Bindable[];
}

/** What an attribute of the filter language is in this ledger. */
const attributes: Readonly<Record<string, string>> = {
  run_id: "r.id",
  run_name: "r.name",
  status: "r.status",
  start_time: "r.start_time",
  end_time: "r.end_time",
  user_id: "r.user",
  experiment: "e.name",
  commit: "r.git_commit",
  branch: "r.git_branch",
  dirty: "iif(r.git_dirty, 'true', 'false')",
  kind: "r.kind",
  artifact_uri: "'mlflow-artifacts:/' || r.experiment || '/' || r.id || '/artifacts'",
};

const comparisons: readonly string[] = ["=", "!=", "<", "<=", ">", ">="];

/** One comparison as a condition on a run; what a run lacks fits no comparison. */
export function filterSql(clause: FilterClause): Sql {
  const { entity, key } = clause.field;
  if (entity === "metric") return metricSql(clause);
  if (entity === "param") {
    return within(
      "SELECT 1 FROM params p WHERE p.run = r.num AND p.key = ?",
      [key],
      compare("p.value", clause),
    );
  }
  if (entity === "tag") {
    const tag = "SELECT 1 FROM annotations a WHERE a.run = r.num AND a.key = ?";
    return within(tag, [`tag:${key}`], compare("a.value", clause));
  }
  if (entity === "dataset") {
    return within(
      "SELECT 1 FROM dataset_inputs d WHERE d.run = r.num",
      [],
      compare(`d.${datasetColumn(key)}`, clause),
    );
  }
  return key === "status" ? statusSql(clause) : compare(attributeColumn(key), clause);
}

/** The order of a search: what must be joined, and the terms, which end with the latest start and the id. */
export function orderSql(order: readonly RunOrder[]): { readonly join: Sql; readonly by: string } {
  const terms = order.map(({ field, descending }, index) => orderTerm(field, descending, `o${index}`));
  const join = {
    sql: terms.map(({ join }) => join.sql).join(""),
    values: terms.flatMap(({ join }) => join.values),
  };
  return { join, by: [...terms.map(({ by }) => by), "r.start_time DESC", "r.id"].join(", ") };
}

function orderTerm(field: FilterField, descending: boolean, alias: string): { join: Sql; by: string } {
  const direction = descending ? "DESC" : "ASC";
  const byValue = (column: string): string => `${column} IS NULL, ${column} ${direction}`;
  const joined = (table: string, key: string): Sql => ({
    sql: ` LEFT JOIN ${table} AS ${alias} ON ${alias}.run = r.num AND ${alias}.key = ?`,
    values: [key],
  });
  const { entity, key } = field;
  if (entity === "metric") {
    // This index holds the metrics of one key together: the table has them far apart.
    const join = {
      sql: ` LEFT JOIN latest_metrics AS ${alias} INDEXED BY latest_metrics_by_key
        ON ${alias}.run = r.num AND ${alias}.key = (SELECT id FROM metric_keys WHERE key = ?)`,
      values: [key],
    };
    // Numbers, then NaN, then runs without it, in either direction.
    return { join, by: `ifnull(${alias}.number, -1) DESC, ${alias}.value ${direction}` };
  }
  if (entity === "param") return { join: joined("params", key), by: byValue(`${alias}.value`) };
  if (entity === "tag") return { join: joined("annotations", `tag:${key}`), by: byValue(`${alias}.value`) };
  if (entity === "dataset") throw new RangeError("runs have no order by their data sets");
  return { join: { sql: "", values: [] }, by: byValue(attributeColumn(key)) };
}

function metricSql(clause: FilterClause): Sql {
  const { sql, values } = compare("m.value", clause);
  // NaN differs from every number, and compares to none.
  const test = clause.operator === "!=" ? `(m.number = 0 OR ${sql})` : `(m.number = 1 AND ${sql})`;
  return {
    sql: `r.num IN (SELECT m.run FROM latest_metrics m
      WHERE m.key = (SELECT id FROM metric_keys WHERE key = ?) AND ${test})`,
    values: [clause.field.key, ...values],
  };
}

function statusSql({ operator, value }: FilterClause): Sql {
  const values = statusesMatching(operator, value);
  return { sql: `r.status IN (${values.map(() => "?").join(", ")})`, values };
}

function within(select: string, values: readonly Bindable[], test: Sql): Sql {
  return { sql: `EXISTS (${select} AND ${test.sql})`, values: [...values, ...test.values] };
}

function compare(column: string, { operator, value }: FilterClause): Sql {
  if (operator === "IN" || operator === "NOT IN") {
    const list = typeof value === "object" ? value : [String(value)];
    return { sql: `${column} ${operator} (SELECT value FROM json_each(?))`, values: [JSON.stringify(list)] };
  }
  const single = typeof value === "object" ? value.join() : value;
  if (operator === "LIKE") return { sql: `${column} GLOB ?`, values: [globOf(String(single))] };
  if (operator === "ILIKE") return { sql: `${column} LIKE ?`, values: [String(single)] };
  if (!comparisons.includes(operator)) throw new RangeError(`not an operator: ${operator}`);
  return { sql: `${column} ${operator} ?`, values: [single] };
}

/** SQLite's LIKE does not tell upper from lower case; its GLOB does. */
function globOf(pattern: string): string {
  return pattern.replace(/[*?[%_]/g, (character) => {
    if (character === "%") return "*";
    return character === "_" ? "?" : `[${character}]`;
  });
}

function attributeColumn(key: string): string {
  const column = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
  if (column === undefined) throw new RangeError(`not an attribute: ${key}`);
  return column;
}

function datasetColumn(key: string): string {
  if (!["name", "digest", "context"].includes(key))
    throw new RangeError(`not an attribute of data sets: ${key}`);
  return key;
}
