import type { YamlPath } from "../core/yaml-source.js";
import type { ColumnSql } from "./column-sql.js";
import type { FigureCheck } from "./sql-check.js";
import type { ColumnRules, GroupFigures, Limits } from "./types.js";

/** A figure of a column: how the engine works it out, and what people call it. */
export type Figure = Pick<FigureCheck, "rule" | "figure" | "limits" | "unit" | "subject"> & {
  readonly path: YamlPath;
};

/** The figures that rules limit. @param path of the rules. */
export function figuresOf(rules: GroupFigures, sql: ColumnSql, path: YamlPath): Figure[] {
  const value = `CAST(${sql.value} AS DOUBLE)`;
  const finite = `${value}) FILTER (WHERE isfinite(${value})`;
  const figures: Figure[] = [];
  const add = (
    key: "nulls" | "distinct" | "mean" | "std",
    limits: Limits | undefined,
    figure: string,
    unit: Figure["unit"],
    subject: string,
  ): void => {
    if (limits) figures.push({ rule: key, figure, limits, unit, subject, path: [...path, key] });
  };
  add(
    "nulls",
    rules.nulls,
    `avg(CASE WHEN ${sql.isNull} THEN 1 ELSE 0 END)`,
    "share",
    "the share of rows without a value",
  );
  add("distinct", rules.distinct, `count(DISTINCT ${sql.text})`, "count", "the number of different values");
  add("mean", rules.mean, `avg(${finite})`, "number", "the mean");
  add("std", rules.std, `stddev_samp(${finite})`, "number", "the standard deviation");
  for (const { at, key, limits } of rules.quantiles ?? []) {
    const subject = at === 0.5 ? "the median" : `the ${key} quantile`;
    const figure = `quantile_cont(${value}, ${at}) FILTER (WHERE isfinite(${value}))`;
    figures.push({
      ...{ rule: "quantile", figure, limits, unit: "number", subject },
      path: [...path, "quantiles", key],
    });
  }
  return figures;
}

export function figureChecks(
  { name, severity }: ColumnRules,
  rules: GroupFigures,
  sql: ColumnSql,
  path: YamlPath,
): FigureCheck[] {
  return figuresOf(rules, sql, path).map((figure) => ({
    kind: "figure",
    columns: [name],
    severity,
    ...figure,
    ...(figure.rule === "distinct" && { distinctOf: sql.text }),
  }));
}
