import type { YamlPath } from "../core/yaml-source.js";
import type { ReadyExpression } from "./expression.js";
import { figuresOf } from "./figure-checks.js";
import { figureText, limitsText } from "./figure-text.js";
import type { PlannedColumn } from "./order-checks.js";
import type { FigureCheck, QueryCheck, Relation, SqlCheck } from "./sql-check.js";
import { sqlName } from "./sql-text.js";
import type { GroupRule, Limits } from "./types.js";
import { outside } from "./value-checks.js";

/** Rules that each group has to keep. @param rows the relation of rows. @param where an expression. @returns nothing where the file lacks a column. */
export function groupChecks(
  rule: GroupRule,
  planned: ReadonlyMap<string, PlannedColumn>,
  rows: Relation,
  where: ReadyExpression | undefined,
): SqlCheck[] | undefined {
  const by = rule.by.flatMap((name) => planned.get(name) ?? []);
  const columns = rule.columns.flatMap((figures) => {
    const column = planned.get(figures.name);
    return column ? [{ figures, column }] : [];
  });
  if (by.length < rule.by.length || columns.length < rule.columns.length) return undefined;
  const checks: SqlCheck[] = [];
  const used = [...rule.by, ...rule.columns.map(({ name }) => name), ...(where?.columns ?? [])];
  const from = `(${rows(used)})${where === undefined ? "" : ` WHERE (${where.sql}\n)`}`;
  const relation = { from, reads: [...new Set(used)] };
  if (rule.rows) {
    const figure = {
      figure: "count(*)",
      limits: rule.rows,
      unit: "count",
      subject: "the number of rows",
    } as const;
    checks.push(groupCheck(rule, by, [], { ...figure, path: [...rule.path, "rows"] }, relation));
  }
  for (const { figures, column } of columns) {
    const { name } = column.rules;
    const value = sqlName(name);
    const sql = { ...column.sql, value, isNull: `${column.sql.text} IS NULL` };
    for (const figure of figuresOf(figures, sql, [...rule.path, "columns", name])) {
      checks.push(groupCheck(rule, by, [name], figure, relation));
    }
  }
  return checks;
}

interface GroupFigure {
  readonly figure: string;
  readonly limits: Limits;
  readonly unit: FigureCheck["unit"];
  readonly subject: string;
  readonly path: YamlPath;
}

function groupCheck(
  rule: GroupRule,
  by: readonly PlannedColumn[],
  columns: readonly string[],
  { figure, limits, unit, subject, path }: GroupFigure,
  { from, reads }: { readonly from: string; readonly reads: readonly string[] },
): QueryCheck {
  const keys = by.map(({ rules }) => sqlName(rules.name)).join(", ");
  const names = by
    .filter(({ rules }) => !rules.redact)
    .map(
      ({ rules }) =>
        `coalesce(CAST(${sqlName(rules.name)} AS VARCHAR), 'no ${rules.name.replaceAll("'", "''")}')`,
    );
  const label = names.length === 0 ? "NULL" : `concat_ws(', ', ${names.join(", ")})`;
  const groups = `(SELECT ${label} AS label, ${figure} AS figure FROM ${from} GROUP BY ${keys})`;
  const breaks = outside("figure", limits);
  const of = columns.length === 0 ? "" : ` of ${columns.join(", ")}`;
  const words = `${subject}${of} ${limitsText(limits, unit)}`;
  const shown = names.length === 0 ? "NULL" : `label || ': ' || ${figureText(unit)}`;
  return {
    ...{ kind: "query", rule: "group", columns: [...rule.by, ...columns], severity: rule.severity, path },
    reads,
    noun: "group",
    counts: `SELECT count_if(${breaks}) AS n, count(*) AS total FROM ${groups}`,
    finds: `SELECT NULL AS row, ${shown} AS shown FROM ${groups} WHERE ${breaks} ORDER BY label`,
    says: { one: `does not keep ${words}`, many: `do not keep ${words}` },
  };
}
