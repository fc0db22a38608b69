import { type ColumnSql, columnSql, type FileColumn } from "../column-sql.js";
import type { ColumnType } from "../types.js";
import { formatBreaks } from "../value-checks.js";

/** What a look at every value of a column says. Figures of types count the values that are none of that type. */
export interface ColumnFacts {
  readonly name: string;
  readonly rows: number;
  /** Rows without a value; texts that mean none count. */
  readonly nulls: number;
  readonly distinct: number;
  readonly misfits: Readonly<Record<TypeGuess, number>>;
  /** Of text: values that lack the format. */
  readonly malformed: Readonly<Record<"uuid" | "email" | "url", number>>;
  /** Numbers with leading zeros, such as post codes. */
  readonly codes: number;
  readonly notFinite: number;
  /** Of finite numbers. */
  readonly min: number | null;
  readonly max: number | null;
  /** `2024-01-31`; null where the values are no dates. */
  readonly earliest: string | null;
  /** Of texts. */
  readonly shortest: number | null;
  readonly longest: number | null;
}

/** A type, or one with a form of dates that other countries write. */
export type TypeGuess =
  | "integer"
  | "number"
  | "boolean"
  | "date"
  | "datetime"
  | "dayFirstDots"
  | "dayFirst"
  | "monthFirst";

/** In the order in which they are tried: the first that every value fits. */
export const guesses: readonly {
  readonly guess: TypeGuess;
  readonly type: ColumnType;
  readonly format?: string;
}[] = [
  { guess: "integer", type: "integer" },
  { guess: "number", type: "number" },
  { guess: "boolean", type: "boolean" },
  { guess: "date", type: "date" },
  { guess: "datetime", type: "datetime" },
  { guess: "dayFirstDots", type: "date", format: "%d.%m.%Y" },
  { guess: "dayFirst", type: "date", format: "%d/%m/%Y" },
  { guess: "monthFirst", type: "date", format: "%m/%d/%Y" },
];

/** Tried in the first look: dates in forms of other countries are asked for of texts alone. */
export const firstGuesses: readonly TypeGuess[] = guesses.flatMap(({ guess, format }) =>
  format === undefined ? [guess] : [],
);

/** What to ask of a column. */
export interface ColumnLook {
  readonly column: FileColumn;
  /** Types to count the misfits of. */
  readonly tried?: readonly TypeGuess[];
  /** What is known of the types: asks for figures that these make worth asking. */
  readonly types?: FactCells;
  /** Such figures that are not worth asking. */
  readonly without?: ReadonlySet<string>;
  /** Whether to count the different values too: dear where rows are many. */
  readonly isCounted?: boolean;
  /** The least and the greatest number as they come, which is quicker: they hold where `notFinite` is 0. */
  readonly isRough?: boolean;
}

/** Figures of a column by name: `rows`, `nulls`, `m_…` of each type, …. */
export type FactCells = Readonly<Record<string, unknown>>;

type Figure = readonly [sql: string, name: string];

// `count_if` and CASE stand where FILTER would: of hundreds of filters in one query each takes longer than all of these together.

/** Figures of columns, one row: each column's names end with its number, as in `rows_0`. */
export function factsQuery(
  looks: readonly ColumnLook[],
  textual: boolean,
  missing: readonly string[],
  from: string,
): string {
  const parts = looks.map((look, at) => factsOf(look, at, textual, missing));
  const figures = parts.flatMap((part, at) => part.figures.map(([sql, name]) => `${sql} AS "${name}_${at}"`));
  const selects = parts.flatMap((part) => part.selects);
  return `SELECT ${figures.join(", ") || "1"} FROM (SELECT ${selects.join(", ") || "1"} FROM ${from})`;
}

/**
 * Figures of many columns that are asked the same, one row each, by their number `n`: to plan a query with figures of each column by name
 * takes longer than to work them out, where rows are few.
 * @param from has the cells of all columns as `v`, and the number of each one's column as `n`.
 */
export function cellFactsQuery(
  look: ColumnLook,
  textual: boolean,
  missing: readonly string[],
  from: string,
): string {
  const { figures, selects } = factsOf(look, 0, textual, missing);
  const named = figures.map(([sql, name]) => `${sql} AS "${name}"`);
  return `SELECT ${["n", ...named].join(", ")} FROM (SELECT ${["n", ...selects].join(", ")} FROM ${from}) GROUP BY n`;
}

/** The figures of one of the columns in the answer. */
export function factCells(row: FactCells, at: number): FactCells {
  const ending = `_${at}`;
  const own = Object.entries(row).filter(([key]) => key.endsWith(ending));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(0, -ending.length), value]));
}

function factsOf(
  { column, types, tried, without, isCounted = false, isRough = false }: ColumnLook,
  at: number,
  textual: boolean,
  missing: readonly string[],
) {
  const base = at * (guesses.length + 1);
  const of = (type: ColumnType, index: number, format?: string) =>
    columnSql({ type, ...(format !== undefined && { format }) }, column, textual, missing, base + index);
  const candidates = guesses.map(({ guess, type, format }, index) => ({
    guess,
    sql: of(type, index, format),
  }));
  const plain = of("text", guesses.length);
  const typed = types === undefined ? [] : typedFigures(types, candidates, plain, isRough);
  const figures = [
    ...(tried === undefined ? [] : misfitFigures(candidates, plain, tried)),
    ...typed.filter(([, name]) => without?.has(name) !== true),
    ...(isCounted ? [[`count(DISTINCT nullif(${plain.text}, ''))`, "distinct"] as const] : []),
  ];
  const used = new Set(figures.flatMap(([sql]) => sql.match(/\bmlx_[tvd]\d+/g) ?? []));
  const selects = [...candidates.map(({ sql }) => sql), plain].flatMap((sql) => sql.selects);
  return {
    figures,
    selects: selects.filter((select) => used.has(select.slice(select.lastIndexOf(" ") + 1))),
  };
}

interface Candidate {
  readonly guess: TypeGuess;
  readonly sql: ColumnSql;
}

function misfitFigures(
  candidates: readonly Candidate[],
  plain: ColumnSql,
  tried: readonly TypeGuess[],
): Figure[] {
  const text = `nullif(${plain.text}, '')`;
  return [
    ["count(*)", "rows"],
    [`count_if(${text} IS NULL)`, "nulls"],
    ...candidates.filter(({ guess }) => tried.includes(guess)).map(misfitFigure),
  ];
}

/** Figures of what the column can be: a look at thousands of columns is dear. */
function typedFigures(
  types: FactCells,
  candidates: readonly Candidate[],
  plain: ColumnSql,
  isRough: boolean,
): Figure[] {
  const text = `nullif(${plain.text}, '')`;
  const count = (name: string) => Number(types[name] ?? 0);
  const values = count("rows") - count("nulls");
  if (values === 0) return [];
  const figures: Figure[] = [];
  const number = candidates.find(({ guess }) => guess === "number");
  // What was not asked does not fit.
  const misfits = (guess: TypeGuess) => Number(types[`m_${guess}`] ?? values);
  if (number && misfits("number") < values) {
    const value = `CAST(${number.sql.value} AS DOUBLE)`;
    // A zero and a digit; comparing is quicker than a pattern. A colon follows the nine.
    const codes = ["0", "-0", "+0"].map((zero) => `(${text} >= '${zero}0' AND ${text} < '${zero}:')`);
    const finite = isRough ? value : `CASE WHEN isfinite(${value}) THEN ${value} END`;
    figures.push(
      [`count_if(${codes.join(" OR ")})`, "codes"],
      [`count_if(NOT isfinite(${value}))`, "notFinite"],
      [`min(${finite})`, "min"],
      [`max(${finite})`, "max"],
    );
  }
  const isText = candidates.every(({ guess }) => isForeignDate(guess) || misfits(guess) > 0);
  const times = candidates.filter(({ guess }) => isTime(guess));
  for (const { guess, sql } of times) {
    if (isForeignDate(guess) ? isText : misfits(guess) === 0) {
      figures.push([`strftime(min(CAST(${sql.value} AS TIMESTAMP)), '%Y-%m-%d')`, `e_${guess}`]);
    }
  }
  if (!isText) return figures;
  const formats = ["uuid", "email", "url"] as const;
  return [
    ...figures,
    ...times.filter(({ guess }) => isForeignDate(guess)).map(misfitFigure),
    ...formats.map((format): Figure => [`count_if(${formatBreaks(format, text)})`, `f_${format}`]),
    [`min(length(${text}))`, "shortest"],
    [`max(length(${text}))`, "longest"],
  ];
}

function misfitFigure({ guess, sql }: Candidate): Figure {
  const misfits = sql.wrongType ? `NOT (${sql.isNull})` : sql.misfits;
  return [misfits === undefined ? "0" : `count_if(${misfits})`, `m_${guess}`];
}

function isForeignDate(guess: TypeGuess): boolean {
  return guesses.some((each) => each.guess === guess && each.format !== undefined);
}

function isTime(guess: TypeGuess): boolean {
  return guesses.some((each) => each.guess === guess && (each.type === "date" || each.type === "datetime"));
}

/** @param cells of all looks. */
export function columnFacts(name: string, cells: FactCells): ColumnFacts {
  const count = (key: string) => Number(cells[key] ?? 0);
  const numberOrNull = (key: string) => {
    const cell = cells[key] ?? null;
    return cell === null ? null : Number(cell);
  };
  const values = count("rows") - count("nulls");
  // What was not asked does not fit: another type did.
  const unlike = (key: string) => (cells[key] === undefined ? values : count(key));
  const misfits = (guess: TypeGuess) => unlike(`m_${guess}`);
  const time = guesses.find(({ guess }) => isTime(guess) && misfits(guess) === 0);
  const earliest = time && cells[`e_${time.guess}`];
  return {
    name,
    rows: count("rows"),
    nulls: count("nulls"),
    distinct: count("distinct"),
    misfits: {
      integer: misfits("integer"),
      number: misfits("number"),
      boolean: misfits("boolean"),
      date: misfits("date"),
      datetime: misfits("datetime"),
      dayFirstDots: misfits("dayFirstDots"),
      dayFirst: misfits("dayFirst"),
      monthFirst: misfits("monthFirst"),
    },
    malformed: { uuid: unlike("f_uuid"), email: unlike("f_email"), url: unlike("f_url") },
    codes: count("codes"),
    notFinite: count("notFinite"),
    min: numberOrNull("min"),
    max: numberOrNull("max"),
    earliest: typeof earliest === "string" ? earliest : null,
    shortest: numberOrNull("shortest"),
    longest: numberOrNull("longest"),
  };
}
