import type { YamlPath } from "../core/yaml-source.js";
import type { ColumnSql } from "./column-sql.js";
import type { QueryCheck, Relation, RuleName, SqlCheck } from "./sql-check.js";
import type { ColumnRules, Direction, Freshness, RuleSeverity, UniqueRule, ValueRules } from "./types.js";

/** What rules of several rows or columns need to know of a column. */
export interface PlannedColumn {
  readonly rules: ColumnRules;
  readonly sql: ColumnSql;
}

/**
 * Uniqueness, order and freshness of one column. @param values the relation of values.
 * @param now epoch milliseconds.
 */
export function orderChecks(
  { rules: column, sql }: PlannedColumn,
  planned: ReadonlyMap<string, PlannedColumn>,
  values: Relation,
  now: number,
): SqlCheck[] {
  const of = (rules: ValueRules, severity: RuleSeverity, base: YamlPath): SqlCheck[] => {
    const checks: SqlCheck[] = [];
    if (rules.unique === true) {
      checks.push(uniqueCheck("unique", [{ rules: column, sql }], severity, [...base, "unique"], values));
    }
    if (rules.monotonic !== undefined) {
      const path = [...base, "monotonic"];
      checks.push(monotonicCheck({ rules: column, sql }, rules.monotonic, severity, path, values));
    }
    if (rules.freshness) {
      const path = [...base, "freshness"];
      checks.push(
        ...freshnessChecks({ rules: column, sql }, rules.freshness, { severity, path, planned, now }),
      );
    }
    return checks;
  };
  const base = ["columns", column.name];
  return [
    ...of(column, column.severity, base),
    ...(column.warn ? of(column.warn, "warning", [...base, "warn"]) : []),
  ];
}

/** Several columns together. @returns nothing where the file lacks one of them. */
export function uniqueRuleChecks(
  rule: UniqueRule,
  planned: ReadonlyMap<string, PlannedColumn>,
  values: Relation,
): SqlCheck[] | undefined {
  const columns = rule.columns.flatMap((name) => planned.get(name) ?? []);
  if (columns.length < rule.columns.length) return undefined;
  const { severity, path } = rule;
  const unique = uniqueCheck(rule.key ? "key" : "unique", columns, severity, path, values);
  if (!rule.key) return [unique];
  const whole: SqlCheck[] = columns.map(({ rules, sql }) => ({
    ...{ kind: "row", relation: "values", rule: "key", columns: [rules.name], severity, path },
    breaks: sql.isNull,
    breaksSome: `count(${sql.present}) < count(*)`,
    says: { one: "has no value, and is part of the key", many: "have no value, and are part of the key" },
  }));
  return [...whole, unique];
}

function uniqueCheck(
  rule: RuleName,
  columns: readonly PlannedColumn[],
  severity: RuleSeverity,
  path: YamlPath,
  relation: Relation,
): QueryCheck {
  const names = columns.map(({ rules }) => rules.name);
  const values = `(${relation(names)})`;
  const keys = columns.map(({ sql }) => sql.value);
  const list = keys.join(", ");
  const present = keys.map((key) => `${key} IS NOT NULL`).join(" AND ");
  const aliases = keys.map((_, index) => `k${index}`);
  const repeated = `SELECT ${keys.map((key, index) => `${key} AS k${index}`).join(", ")}, count(*) AS n FROM ${values} WHERE ${present} GROUP BY ${list} HAVING count(*) > 1`;
  const join = keys.map((key, index) => `${key} = r.k${index}`).join(" AND ");
  const words = columns.length === 1 ? "a value that another row has too" : "values that another row has too";
  return {
    ...{ kind: "query", rule, severity, path, noun: "row", columns: names, reads: names },
    counts: `SELECT coalesce(sum(n), 0) AS n, (SELECT count(*) FROM ${values}) AS total FROM (${repeated})`,
    finds: `SELECT mlx_row AS row, ${shownOf(columns)} AS shown FROM ${values} SEMI JOIN (SELECT ${aliases.join(", ")} FROM (${repeated})) AS r ON ${join} ORDER BY mlx_row`,
    says: { one: `has ${words}`, many: `have ${words}` },
  };
}

/** The values of a row, as people see them. */
export function shownOf(columns: readonly PlannedColumn[]): string {
  const shown = columns.filter(({ rules }) => !rules.redact);
  if (shown.length === 0) return "NULL";
  return `concat_ws(', ', ${shown.map(({ sql }) => sql.text).join(", ")})`;
}

const orders: Readonly<Record<Direction, { readonly breaks: string; readonly words: string }>> = {
  increasing: { breaks: "<", words: "lower than the value before" },
  "strictly increasing": { breaks: "<=", words: "not higher than the value before" },
  decreasing: { breaks: ">", words: "higher than the value before" },
  "strictly decreasing": { breaks: ">=", words: "not lower than the value before" },
};

function monotonicCheck(
  column: PlannedColumn,
  direction: Direction,
  severity: RuleSeverity,
  path: YamlPath,
  relation: Relation,
): QueryCheck {
  const columns = [column.rules.name];
  const values = `(${relation(columns)})`;
  const { sql } = column;
  const { breaks, words } = orders[direction];
  const steps = `(SELECT mlx_row, ${sql.text}, ${sql.value} AS v, lag(${sql.value}) OVER (ORDER BY mlx_row) AS before FROM ${values} WHERE ${sql.value} IS NOT NULL)`;
  return {
    ...{ kind: "query", rule: "monotonic", columns, reads: columns, severity, path, noun: "row" },
    counts: `SELECT count(*) AS n, (SELECT count(*) FROM ${values}) AS total FROM ${steps} WHERE v ${breaks} before`,
    finds: `SELECT mlx_row AS row, ${shownOf([column])} AS shown FROM ${steps} WHERE v ${breaks} before ORDER BY mlx_row`,
    says: { one: `is ${words}`, many: `are ${words}` },
  };
}

interface FreshnessPlan {
  readonly severity: RuleSeverity;
  readonly path: YamlPath;
  readonly planned: ReadonlyMap<string, PlannedColumn>;
  readonly now: number;
}

function freshnessChecks(
  { rules, sql }: PlannedColumn,
  { within, text, of }: Freshness,
  { severity, path, planned, now }: FreshnessPlan,
): SqlCheck[] {
  const moment = (value: string) => `epoch_ms(CAST(${value} AS TIMESTAMP))`;
  if (of === undefined) {
    return [
      {
        ...{ kind: "figure", rule: "freshness", columns: [rules.name], severity, path, unit: "time" },
        figure: `max(${moment(sql.value)})`,
        limits: { min: now - within },
        subject: "the newest value",
        says: `older than ${text}`,
      },
    ];
  }
  const other = planned.get(of);
  if (other === undefined) return [];
  const words = `more than ${text} before ${of}`;
  return [
    {
      ...{ kind: "row", relation: "values", rule: "freshness", columns: [rules.name, of], severity, path },
      breaks: `${moment(other.sql.value)} - ${moment(sql.value)} > ${within}`,
      shows: shownOf([{ rules, sql }, other]),
      says: { one: `is ${words}`, many: `are ${words}` },
    },
  ];
}
