import type { YamlPath } from "../core/yaml-source.js";
import { columnSql, type FileColumn } from "./column-sql.js";
import type { ReadyExpression } from "./expression.js";
import { groupChecks } from "./group-checks.js";
import { orderChecks, type PlannedColumn, shownOf, uniqueRuleChecks } from "./order-checks.js";
import type { CheckPlan, Relation, RelationParts, SqlCheck } from "./sql-check.js";
import { sqlName } from "./sql-text.js";
import type { ColumnRules, DataSchema, ExpressionRule, ReferenceRule } from "./types.js";
import { valueChecks } from "./value-checks.js";

/** A table as the engine has it. */
export interface CheckedTable {
  readonly columns: readonly FileColumn[];
  /** Quoted. */
  readonly table: string;
  /** An expression, from 1. */
  readonly rowNumber: string;
  /** Whether the format knows texts alone. */
  readonly textual: boolean;
}

/** Another file that the schema refers to. */
export interface ReferencedTable {
  readonly columns: readonly FileColumn[];
  readonly table: string;
}

export interface PlanContext {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Every expression of the schema, by its text. */
  readonly expressions: ReadonlyMap<string, ReadyExpression>;
  /** By the `file` of a reference. */
  readonly referenced: ReadonlyMap<string, ReferencedTable>;
}

/**
 * What to ask of a table so that every rule of a schema is judged. Names and texts are quoted; an expression of the schema stands in
 * brackets of its own and must have been read by `readExpression` before.
 */
export function planChecks(schema: DataSchema, table: CheckedTable, context: PlanContext): CheckPlan {
  const planned = planColumns(schema, table);
  const values: Relation = (names, parts) => valuesRelation(table, planned, names, parts);
  const rows: Relation = (names, parts) => rowsRelation(table, planned, names, parts);
  const checks: SqlCheck[] = [];
  const skipped: YamlPath[] = [];
  if (schema.rows) {
    checks.push({
      ...{ kind: "figure", rule: "rows", columns: [], severity: "error", path: ["rows"] },
      ...{ figure: "count(*)", limits: schema.rows, unit: "count", subject: "the number of rows" },
    });
  }
  for (const column of planned.values()) {
    checks.push(
      ...valueChecks(column.rules, column.sql),
      ...orderChecks(column, planned, values, context.now),
    );
  }
  const orSkip = (found: readonly SqlCheck[] | undefined, path: YamlPath): void => {
    if (found === undefined) skipped.push(path);
    else checks.push(...found);
  };
  for (const rule of schema.unique) orSkip(uniqueRuleChecks(rule, planned, values), rule.path);
  for (const rule of schema.references) orSkip(referenceCheck(rule, planned, values, context), rule.path);
  for (const rule of schema.checks) orSkip(expressionCheck(rule, schema, table, context), rule.path);
  for (const rule of schema.groups) {
    const where = context.expressions.get(rule.where ?? "");
    const known = hasColumns(table, where?.columns ?? []);
    orSkip(known ? groupChecks(rule, planned, rows, where) : undefined, rule.path);
  }
  return { relations: { values, rows }, checks, skipped };
}

/** Columns that both the schema and the file have. */
function planColumns(schema: DataSchema, table: CheckedTable): ReadonlyMap<string, PlannedColumn> {
  const inFile = new Map(table.columns.map((column) => [column.name, column]));
  return new Map(
    schema.columns.flatMap((rules, index): [string, PlannedColumn][] => {
      const column = inFile.get(rules.name);
      if (column === undefined) return [];
      return [[rules.name, { rules, sql: columnSql(rules, column, table.textual, schema.missing, index) }]];
    }),
  );
}

function valuesRelation(
  table: CheckedTable,
  planned: ReadonlyMap<string, PlannedColumn>,
  names: readonly string[],
  parts?: RelationParts,
): string {
  const selects = [...new Set(names)].flatMap((name) => planned.get(name)?.sql.selects ?? []);
  return `SELECT ${listOf([...partsOf(table, parts), ...selects])} FROM ${table.table}`;
}

/** Rows may have to be counted, whatever they hold. */
function listOf(selects: readonly string[]): string {
  return selects.length === 0 ? "1" : selects.join(", ");
}

/** What a relation has beside the columns that were named. */
function partsOf({ rowNumber }: CheckedTable, { isNumbered = true, raw = [] }: RelationParts = {}): string[] {
  const columns = raw.map((name, index) => `${sqlName(name)} AS mlx_u${index}`);
  return [...(isNumbered ? [`${rowNumber} AS mlx_row`] : []), ...columns];
}

/** Columns under their own names and of the type that the schema says, beside their texts. */
function rowsRelation(
  table: CheckedTable,
  planned: ReadonlyMap<string, PlannedColumn>,
  names: readonly string[],
  parts?: RelationParts,
): string {
  const own: string[] = [];
  const typed: string[] = [];
  for (const name of new Set(names)) {
    const column = planned.get(name);
    own.push(...(column?.sql.selects ?? [sqlName(name)]));
    typed.push(...(column ? [`${column.sql.value} AS ${sqlName(name)}`, column.sql.text] : [sqlName(name)]));
  }
  const inner = `SELECT ${listOf([...partsOf(table, parts), ...own])} FROM ${table.table}`;
  return `SELECT ${listOf([...(parts?.isNumbered === false ? [] : ["mlx_row"]), ...typed])} FROM (${inner})`;
}

function hasColumns(table: CheckedTable, names: readonly string[]): boolean {
  return names.every((name) => table.columns.some((column) => column.name === name));
}

function expressionCheck(
  rule: ExpressionRule,
  schema: DataSchema,
  table: CheckedTable,
  { expressions }: PlanContext,
): SqlCheck[] | undefined {
  const check = expressions.get(rule.check);
  const where = rule.where === undefined ? undefined : expressions.get(rule.where);
  const columns = [...new Set([...(check?.columns ?? []), ...(where?.columns ?? [])])];
  if (check === undefined || !hasColumns(table, columns)) return undefined;
  const hidden = new Set(schema.columns.filter(({ redact }) => redact).map(({ name }) => name));
  const parts = columns
    .filter((name) => !hidden.has(name))
    .map((name) => `'${name.replaceAll("'", "''")}=' || coalesce(CAST(${sqlName(name)} AS VARCHAR), '')`);
  const fails = `NOT (${check.sql}\n)`;
  const words = rule.name ?? rule.check;
  return [
    {
      ...{ kind: "row", relation: "rows", rule: "check", columns, severity: rule.severity, path: rule.path },
      breaks: where === undefined ? fails : `(${where.sql}\n) AND ${fails}`,
      ...(where && { among: `(${where.sql}\n)` }),
      ...(parts.length > 0 && { shows: `concat_ws(', ', ${parts.join(", ")})` }),
      says: { one: `breaks: ${words}`, many: `break: ${words}` },
    },
  ];
}

function referenceCheck(
  rule: ReferenceRule,
  planned: ReadonlyMap<string, PlannedColumn>,
  relation: Relation,
  { referenced }: PlanContext,
): SqlCheck[] | undefined {
  const columns = rule.columns.flatMap((name) => planned.get(name) ?? []);
  const other = referenced.get(rule.file);
  if (other === undefined || columns.length < rule.columns.length) return undefined;
  const values = `(${relation(rule.columns)})`;
  const keys = columns.map(({ rules, sql }) => comparable(rules, sql.value));
  const theirs = rule.to.map((name, index) => {
    const type = columns[index]?.rules ?? ({ type: "any" } as const);
    return `${comparable(type, `CAST(${sqlName(name)} AS VARCHAR)`)} AS k${index}`;
  });
  const present = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  const join = keys.map((key, index) => `${key} = r.k${index}`).join(" AND ");
  const orphans = `FROM ${values} ANTI JOIN (SELECT ${theirs.join(", ")} FROM ${other.table}) AS r ON ${join} WHERE ${present}`;
  const words = `not found in ${rule.to.join(", ")} of ${rule.file}`;
  return [
    {
      ...{
        kind: "query",
        rule: "reference",
        columns: rule.columns,
        reads: rule.columns,
        severity: rule.severity,
        path: rule.path,
      },
      noun: "row",
      counts: `SELECT count(*) AS n, (SELECT count(*) FROM ${values}) AS total ${orphans}`,
      finds: `SELECT mlx_row AS row, ${shownOf(columns)} AS shown ${orphans} ORDER BY mlx_row`,
      says: { one: `is ${words}`, many: `are ${words}` },
    },
  ];
}

/** One form for two files: `7` of one is `7.0` of the other where both are numbers. */
function comparable({ type }: Pick<ColumnRules, "type">, value: string): string {
  if (type === "integer" || type === "number") return `TRY_CAST(${value} AS DOUBLE)`;
  if (type === "date" || type === "datetime") return `TRY_CAST(${value} AS TIMESTAMP)`;
  return `CAST(${value} AS VARCHAR)`;
}
