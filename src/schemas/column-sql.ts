import { sqlList, sqlName, sqlText } from "./sql-text.js";
import type { ColumnRules, ColumnType } from "./types.js";

/** A column of a file: its type as the engine calls it. */
export interface FileColumn {
  readonly name: string;
  readonly type: string;
}

/** How the rules of one column read its values. Predicates and names are those of a relation made of `selects`. */
export interface ColumnSql {
  /** What the relation selects for it: `expression AS alias`. */
  readonly selects: readonly string[];
  /** The value as people see it; null where there is none. */
  readonly text: string;
  /** The value as its type has it; null where it is not of that type. */
  readonly value: string;
  readonly isNull: string;
  /** What is null where there is no value. */
  readonly present: string;
  /** True for a value that is not of its type. Absent where the file's own type rules that out. */
  readonly misfits?: string;
  /** An aggregate that is quicker than to count them: whether there are some. */
  readonly misfitsSome?: string;
  /** The file's type can hold no value of the schema's. */
  readonly wrongType: boolean;
}

const numeric = /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const fractional = /^(?:FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const temporal = /^(?:DATE|TIMESTAMP.*)$/;

/** Types of Parquet that serve as they are. */
const fitting: Readonly<Record<ColumnType, RegExp>> = {
  integer: numeric,
  number: numeric,
  text: /^(?:VARCHAR|UUID|ENUM\(.*\))$/,
  boolean: /^BOOLEAN$/,
  date: temporal,
  datetime: temporal,
  any: /^/,
};

/**
 * @param textual whether the format knows texts alone, as CSV does: then a type that the engine gave a column means nothing.
 * @param missing texts that mean no value. @param index makes the aliases unique.
 */
export function columnSql(
  rules: Pick<ColumnRules, "type" | "format" | "timezone">,
  column: FileColumn,
  textual: boolean,
  missing: readonly string[],
  index: number,
): ColumnSql {
  const [text, value, double] = [`mlx_t${index}`, `mlx_v${index}`, `mlx_d${index}`];
  const name = sqlName(column.name);
  if (!textual && column.type !== "VARCHAR" && fitting[rules.type].test(column.type)) {
    return nativeSql(rules, column, { text, value });
  }
  const raw = column.type === "VARCHAR" ? name : `CAST(${name} AS VARCHAR)`;
  const selects = [`${present(raw, missing, rules.type)} AS ${text}`];
  const nulls = { isNull: `${text} IS NULL`, present: text };
  const of = present(raw, missing, rules.type);
  const wrongType =
    !textual && !(rules.type === "any" || (rules.type === "text" && column.type === "VARCHAR"));
  if (rules.type === "text" || rules.type === "any") {
    return { selects, text, value: text, ...nulls, wrongType };
  }
  selects.push(`${converted(rules, of)} AS ${value}`);
  if (rules.type === "integer") selects.push(`TRY_CAST(${of} AS DOUBLE) AS ${double}`);
  const made = rules.type === "integer" ? [value, double] : [value];
  const wrong = wrongForms(rules, { text, value, double });
  const some = wrong.length === 0 ? [] : [`coalesce(bool_or(${wrong.join(" OR ")}), false)`];
  return {
    selects,
    ...{ text, value, ...nulls },
    misfits: `${text} IS NOT NULL AND (${[...made.map((each) => `${each} IS NULL`), ...wrong].join(" OR ")})`,
    misfitsSome: [...made.map((each) => `count(${each}) < count(${text})`), ...some].join(" OR "),
    wrongType,
  };
}

function nativeSql(
  rules: Pick<ColumnRules, "type">,
  column: FileColumn,
  { text, value }: { readonly text: string; readonly value: string },
): ColumnSql {
  const name = sqlName(column.name);
  const selects = [`CAST(${name} AS VARCHAR) AS ${text}`];
  const zoned = column.type.endsWith("WITH TIME ZONE");
  const cast =
    rules.type === "datetime"
      ? zoned
        ? `timezone('UTC', ${name})`
        : `CAST(${name} AS TIMESTAMP)`
      : rules.type === "date"
        ? `CAST(${zoned ? `timezone('UTC', ${name})` : name} AS DATE)`
        : rules.type === "text"
          ? `CAST(${name} AS VARCHAR)`
          : name;
  selects.push(`${cast} AS ${value}`);
  const misfits =
    rules.type === "integer" && fractional.test(column.type)
      ? `NOT isfinite(CAST(${value} AS DOUBLE)) OR ${value} <> floor(${value})`
      : rules.type === "date" && column.type !== "DATE"
        ? `CAST(${value} AS VARCHAR) || ' 00:00:00' <> left(${text}, 19)`
        : undefined;
  return {
    ...{ selects, text, value, isNull: `${value} IS NULL`, present: value, wrongType: false },
    ...(misfits !== undefined && { misfits }),
  };
}

/** Null for what means no value: the texts that the schema names, and empty ones where the type is not text. */
function present(raw: string, missing: readonly string[], type: ColumnType): string {
  const none = type === "text" || type === "any" ? missing : [...new Set(["", ...missing])];
  if (none.length === 0) return raw;
  if (none.length === 1) return `nullif(${raw}, ${sqlList(none)})`;
  return `CASE WHEN ${raw} IN (${sqlList(none)}) THEN NULL ELSE ${raw} END`;
}

function converted({ type, format }: Pick<ColumnRules, "type" | "format">, text: string): string {
  switch (type) {
    case "integer":
      return `TRY_CAST(${text} AS BIGINT)`;
    case "number":
      return `TRY_CAST(${text} AS DOUBLE)`;
    case "boolean":
      return `TRY_CAST(${text} AS BOOLEAN)`;
    case "date":
      return format === undefined
        ? `TRY_CAST(${text} AS DATE)`
        : `CAST(try_strptime(${text}, ${sqlText(format)}) AS DATE)`;
    case "datetime":
      return format === undefined
        ? instant(text)
        : `CAST(try_strptime(${text}, ${sqlText(format)}) AS TIMESTAMP)`;
    default:
      return text;
  }
}

/** Times with an offset, or the name of a zone, are for the engine's calendar, which takes four times as long as its plain cast. */
function instant(text: string): string {
  const plain = `CASE WHEN NOT (contains(${text}, '+') OR contains(substr(${text}, 11), '-')) THEN TRY_CAST(${text} AS TIMESTAMP) END`;
  return `coalesce(${plain}, timezone('UTC', TRY_CAST(${text} AS TIMESTAMPTZ)))`;
}

/** What the engine would convert and a reader of the file would not take for a value of the type. */
function wrongForms(
  { type, format, timezone }: Pick<ColumnRules, "type" | "format" | "timezone">,
  { text, value, double }: { readonly text: string; readonly value: string; readonly double: string },
): string[] {
  if (type === "integer") return [`${value} <> ${double}`, `contains(${text}, '_')`];
  if (type === "number") return [`contains(${text}, '_')`];
  if (type === "date" && format === undefined) return [`length(${text}) > 10`, `contains(${text}, '/')`];
  if (type !== "datetime") return [];
  const zone = `regexp_matches(${text}, '(?:[Zz]|[+-]\\d\\d(?::?\\d\\d)?)$') AND contains(${text}, ':')`;
  const slash = format === undefined ? [`contains(${text}, '/')`] : [];
  if (timezone === "required") return [...slash, `NOT (${zone})`];
  return timezone === "forbidden" ? [...slash, `(${zone})`] : slash;
}
