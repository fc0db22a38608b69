import { fewOf } from "../core/few-of.js";
import type { YamlPath } from "../core/yaml-source.js";
import type { ColumnSql } from "./column-sql.js";
import { figureChecks } from "./figure-checks.js";
import type { RowCheck, RuleName, SqlCheck, Wording } from "./sql-check.js";
import { sqlList, sqlText } from "./sql-text.js";
import type { Bound, ColumnRules, ColumnType, Limits, ValueRules } from "./types.js";

const nouns: Readonly<Record<ColumnType, Wording>> = {
  integer: { one: "is no whole number", many: "are no whole numbers" },
  number: { one: "is no number", many: "are no numbers" },
  text: { one: "is no text", many: "are no texts" },
  boolean: { one: "is neither true nor false", many: "are neither true nor false" },
  date: { one: "is no date", many: "are no dates" },
  datetime: { one: "is no date with a time", many: "are no dates with a time" },
  any: { one: "has another type", many: "have another type" },
};

/** The checks of one column that a row breaks by itself, and those of its figures. */
export function valueChecks(rules: ColumnRules, sql: ColumnSql): SqlCheck[] {
  const base = ["columns", rules.name];
  const checks: SqlCheck[] = [];
  const add = (rule: RuleName, key: string, breaks: Breaks, says: Wording): void => {
    checks.push(rowCheck(rules, sql, { rule, path: [...base, key], ...breaks, says }));
  };
  if (sql.misfits !== undefined) {
    const format = rules.format ?? (rules.timezone && `time zone ${rules.timezone}`);
    const { one, many } = nouns[rules.type];
    const as = format === undefined || rules.type === "text" ? "" : ` (${format})`;
    const breaks = {
      breaks: sql.misfits,
      ...(sql.misfitsSome !== undefined && { breaksSome: sql.misfitsSome }),
    };
    add("type", "type", breaks, { one: `${one}${as}`, many: `${many}${as}` });
  }
  if (rules.finite && rules.type === "number") {
    const says = { one: "is not finite", many: "are not finite" };
    const finite = (value: string) => `isfinite(CAST(${value} AS DOUBLE))`;
    const breaksSome = `NOT (${finite(`min(${sql.value})`)} AND ${finite(`max(${sql.value})`)})`;
    add("finite", "type", { breaks: `NOT ${finite(sql.value)}`, breaksSome }, says);
  }
  if (rules.type === "text" && rules.format !== undefined) {
    const says = formatSays[rules.format] ?? { one: "is malformed", many: "are malformed" };
    add("format", "format", { breaks: formatBreaks(rules.format, sql.text) }, says);
  }
  checks.push(...ruleChecks(rules, rules, sql, base), ...figureChecks(rules, rules, sql, base));
  if (rules.warn) {
    const soft: ColumnRules = { ...rules, severity: "warning" };
    const path = [...base, "warn"];
    checks.push(...ruleChecks(soft, rules.warn, sql, path), ...figureChecks(soft, rules.warn, sql, path));
  }
  return checks;
}

type Breaks = Pick<RowCheck, "breaks" | "breaksSome">;

type RowRule = Breaks & Pick<RowCheck, "rule" | "path" | "says">;

function rowCheck({ name, severity, redact }: ColumnRules, sql: ColumnSql, rule: RowRule): RowCheck {
  const shows = redact || rule.rule === "nullable" ? {} : { shows: sql.text };
  return { kind: "row", relation: "values", columns: [name], severity, ...rule, ...shows };
}

function ruleChecks(column: ColumnRules, rules: ValueRules, sql: ColumnSql, base: YamlPath): RowCheck[] {
  const checks: RowCheck[] = [];
  const add = (rule: RuleName, key: string, breaks: Breaks, one: string, many: string): void => {
    checks.push(rowCheck(column, sql, { rule, path: [...base, key], ...breaks, says: { one, many } }));
  };
  const limit = (key: "min" | "max" | "above" | "below", operator: string, words: string): void => {
    const bound = rules[key];
    if (bound === undefined) return;
    const furthest = operator.startsWith("<") ? `min(${sql.value})` : `max(${sql.value})`;
    const breaks = {
      breaks: `${sql.value} ${operator} ${boundSql(bound)}`,
      breaksSome: `${furthest} ${operator} ${boundSql(bound)}`,
    };
    add("range", key, breaks, `is ${words} ${bound}`, `are ${words} ${bound}`);
  };
  if (rules.nullable === false) {
    const breaks = { breaks: sql.isNull, breaksSome: `count(${sql.present}) < count(*)` };
    add("nullable", "nullable", breaks, "has no value", "have no value");
  }
  limit("min", "<", "below");
  limit("max", ">", "above");
  limit("above", "<=", "not above");
  limit("below", ">=", "not below");
  if (rules.length) {
    const words = `not ${lengthWords(rules.length)} long`;
    const breaks = { breaks: outside(`length(${sql.text})`, rules.length) };
    add("length", "length", breaks, `is ${words}`, `are ${words}`);
  }
  if (rules.pattern !== undefined) {
    const words = `not match ${rules.pattern}`;
    const breaks = { breaks: `NOT regexp_full_match(${sql.text}, ${sqlText(rules.pattern)})` };
    add("pattern", "pattern", breaks, `does ${words}`, `do ${words}`);
  }
  if (rules.values) {
    const words = `none of ${shortList(rules.values)}`;
    const breaks = { breaks: valuesBreak(column.type, rules.values, sql) };
    add("values", "values", breaks, `is ${words}`, `are ${words}`);
  }
  return checks;
}

/** A predicate: the expression lies outside of the limits. */
export function outside(expression: string, { min, max }: Limits): string {
  const parts = [
    ...(min === undefined ? [] : [`${expression} < ${min}`]),
    ...(max === undefined ? [] : [`${expression} > ${max}`]),
  ];
  return `(${parts.join(" OR ")})`;
}

function boundSql(bound: Bound): string {
  if (typeof bound === "number") return String(bound);
  return `timezone('UTC', CAST(${sqlText(bound)} AS TIMESTAMPTZ))`;
}

function lengthWords({ min, max }: Limits): string {
  if (min === max) return `${min} characters`;
  if (max === undefined) return `at least ${min} characters`;
  return min === undefined ? `at most ${max} characters` : `${min} to ${max} characters`;
}

function valuesBreak(
  type: ColumnType,
  values: readonly (string | number | boolean)[],
  sql: ColumnSql,
): string {
  if (type === "integer" || type === "number") return `${sql.value} NOT IN (${values.join(", ")})`;
  if (type === "boolean") return `${sql.value} NOT IN (${values.join(", ")})`;
  return `${sql.text} NOT IN (${sqlList(values.map(String))})`;
}

function shortList(values: readonly (string | number | boolean)[]): string {
  return fewOf(values.map(String), 6);
}

const formatSays: Readonly<Record<string, Wording>> = {
  uuid: { one: "is no UUID", many: "are no UUIDs" },
  email: { one: "is no e-mail address", many: "are no e-mail addresses" },
  url: { one: "is no web address", many: "are no web addresses" },
};

/** A predicate, true for a text that does not have the format. */
export function formatBreaks(format: string, text: string): string {
  if (format === "uuid")
    return `${text} IS NOT NULL AND (length(${text}) <> 36 OR TRY_CAST(${text} AS UUID) IS NULL)`;
  const pattern =
    format === "email"
      ? "[^@\\s,;<>]+@[^@\\s,;<>.]+(?:\\.[^@\\s,;<>.]+)+"
      : "(?i:https?)://[^\\s/?#]+(?:[/?#]\\S*)?";
  return `NOT regexp_full_match(${text}, ${sqlText(pattern)})`;
}
