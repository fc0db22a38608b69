import { MlxError, type Problem } from "../../core/errors.js";
import type { YamlPath } from "../../core/yaml-source.js";
import type { TableSource } from "../../duckdb/table-source.js";
import {
  expressionStatement,
  quoteColumns,
  type ReadyExpression,
  readExpression,
} from "../../schemas/expression.js";
import { invalidSchema } from "../../schemas/invalid-schema.js";
import type { CheckPlan } from "../../schemas/sql-check.js";
import { sqlText } from "../../schemas/sql-text.js";
import type { DataSchema, ValueRules } from "../../schemas/types.js";

interface Expression {
  readonly text: string;
  readonly path: YamlPath;
}

/** Every expression of a schema with its place. */
function expressionsOf(schema: DataSchema): Expression[] {
  const wheres = [...schema.checks, ...schema.groups].flatMap(({ where, path }) =>
    where === undefined ? [] : [{ text: where, path: [...path, "where"] }],
  );
  return [...schema.checks.map(({ check, checkPath }) => ({ text: check, path: checkPath })), ...wheres];
}

/**
 * Has the engine parse every expression, and runs none.
 * @returns each by its text. @throws {MlxError} `MLX_INVALID_SCHEMA` with every mistake and its place.
 */
export async function readExpressions(
  source: TableSource,
  schema: DataSchema,
): Promise<ReadonlyMap<string, ReadyExpression>> {
  const known = new Set([...schema.columns, ...source.columns].map(({ name }) => name));
  const ready = new Map<string, ReadyExpression>();
  const problems: Problem[] = [];
  for (const { text, path } of expressionsOf(schema)) {
    const { sql, columns, problems: found } = await parseExpression(source, text, known);
    ready.set(text, { sql, columns });
    problems.push(
      ...found.map(({ message, offset }) => ({ ...schema.locateIn(path, text, offset), message })),
    );
  }
  problems.push(...(await badPatterns(source, schema)));
  if (problems.length > 0) throw invalidSchema(schema.file, problems);
  return ready;
}

/** As it is written; where that is no SQL, with the names of columns in quotes. */
async function parseExpression(source: TableSource, text: string, known: ReadonlySet<string>) {
  const parse = async (sql: string) => {
    const statement = sqlText(expressionStatement(sql));
    const [row] = await source.query<{ tree: string }>(`SELECT json_serialize_sql(${statement}) AS tree`);
    return { sql, ...readExpression(sql, JSON.parse(row?.tree ?? "null"), known) };
  };
  const asWritten = await parse(text);
  if (asWritten.problems.length === 0) return asWritten;
  const quoted = quoteColumns(text, known);
  if (quoted.sql === text) return asWritten;
  const again = await parse(quoted.sql);
  const problems = again.problems.map((problem) => ({ ...problem, offset: quoted.offsetOf(problem.offset) }));
  return { ...again, problems };
}

/** Regular expressions and forms of dates that the engine refuses. */
async function badPatterns(source: TableSource, schema: DataSchema): Promise<Problem[]> {
  const probes: { readonly sql: string; readonly path: YamlPath; readonly what: string }[] = [];
  for (const column of schema.columns) {
    const path = ["columns", column.name];
    const patterns: readonly (readonly [YamlPath, ValueRules | undefined])[] = [
      [path, column],
      [[...path, "warn"], column.warn],
    ];
    for (const [at, rules] of patterns) {
      if (rules?.pattern === undefined) continue;
      const sql = `SELECT regexp_full_match('', ${sqlText(rules.pattern)})`;
      probes.push({ sql, path: [...at, "pattern"], what: "pattern" });
    }
    if (column.format?.includes("%") === true) {
      const sql = `SELECT try_strptime('', ${sqlText(column.format)})`;
      probes.push({ sql, path: [...path, "format"], what: "format" });
    }
  }
  const problems: Problem[] = [];
  for (const { sql, path, what } of probes) {
    const reason = await refusalOf(source, sql);
    if (reason !== undefined) problems.push({ ...schema.locate(path), message: `${what}: ${reason}` });
  }
  return problems;
}

/** Has the engine look at what each expression is made of: that `a < b` compares what can be compared. */
export async function bindExpressions(
  source: TableSource,
  schema: DataSchema,
  plan: CheckPlan,
  expressions: ReadonlyMap<string, ReadyExpression>,
): Promise<void> {
  const absent = new Set(plan.skipped.map((path) => path.join(".")));
  const problems: Problem[] = [];
  for (const { text, path } of expressionsOf(schema)) {
    if (absent.has(path.slice(0, 2).join("."))) continue;
    const { sql: expression, columns } = expressions.get(text) ?? { sql: text, columns: [] };
    const sql = `SELECT 1 FROM (${plan.relations.rows(columns, { isNumbered: false })}) WHERE (${expression}\n) LIMIT 0`;
    const reason = await refusalOf(source, sql);
    if (reason !== undefined) problems.push({ ...schema.locate(path), message: reason });
  }
  if (problems.length > 0) throw invalidSchema(schema.file, problems);
}

/** Why the engine refuses a statement, in its own words; undefined where it does not. */
export async function refusalOf(source: TableSource, sql: string): Promise<string | undefined> {
  try {
    await source.query(sql);
    return undefined;
  } catch (error) {
    return engineReason(error);
  }
}

/** The engine's own words. @throws what is no refusal of a query. */
export function engineReason(error: unknown): string {
  if (!(error instanceof MlxError) || error.code !== "MLX_DATA_QUERY") throw error;
  return error.message.replace(/^.*?(?:[A-Z][A-Za-z-]+ )+Error: /, "").split("\n")[0] ?? error.message;
}
