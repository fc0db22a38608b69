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

/** A column to look at, and what a first look said: the second asks what the type makes worth asking. */
export interface ColumnLook {
  readonly column: FileColumn;
  readonly first?: FactCells;
  /** In a first look: the types to try. By default all but dates in other countries' forms. */
  readonly tried?: readonly TypeGuess[];
  /** In a second look: figures that are not worth asking. */
  readonly without?: ReadonlySet<string>;
}

/** Figures of a column by name: `rows`, `nulls`, `m_…` of each type, …. */
export type FactCells = Readonly<Record<string, unknown>>;

type Figure = readonly [sql: string, name: string];

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
  return `SELECT ${figures.join(", ")} FROM (SELECT ${selects.join(", ")} FROM ${from})`;
}

/** The figures of one of the columns in the answer. */
export function factCells(row: FactCells, at: number): FactCells {
  const ending = `_${at}`;
  const own = Object.entries(row).filter(([key]) => key.endsWith(ending));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(0, -ending.length), value]));
}

function factsOf(
  { column, first, tried, without }: ColumnLook,
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
  const figures = first
    ? secondFigures(first, candidates, plain).filter(([, name]) => without?.has(name) !== true)
    : firstFigures(candidates, plain, tried);
  return { figures, selects: [...candidates.flatMap(({ sql }) => sql.selects), ...plain.selects] };
}

interface Candidate {
  readonly guess: TypeGuess;
  readonly sql: ColumnSql;
}

function firstFigures(
  candidates: readonly Candidate[],
  plain: ColumnSql,
  tried: readonly TypeGuess[] = firstGuesses,
): Figure[] {
  const text = `nullif(${plain.text}, '')`;
  return [
    ["count(*)", "rows"],
    [`count(*) FILTER (WHERE ${text} IS NULL)`, "nulls"],
    ...candidates.filter(({ guess }) => tried.includes(guess)).map(misfitFigure),
  ];
}

/** In a pass with other figures the different values of more rows may not fit into memory: `distinctQuery` counts those. */
const fewForDistinct = 50_000;

/** Of a column whose different values are still to be counted: one row `distinct`. */
export function distinctQuery(
  column: FileColumn,
  cells: FactCells,
  textual: boolean,
  missing: readonly string[],
  from: string,
): string | undefined {
  const isAsked = cells["distinct"] !== undefined || Number(cells["rows"]) === Number(cells["nulls"]);
  // Of numbers with fractions and of times nobody asks how many there are.
  const fits = (guess: TypeGuess) => Number(cells[`m_${guess}`] ?? 1) === 0;
  if (isAsked || (fits("number") && !fits("integer")) || (fits("datetime") && !fits("date")))
    return undefined;
  const { selects, text } = columnSql({ type: "text" }, column, textual, missing, 0);
  return `SELECT count(*) AS "distinct" FROM (SELECT DISTINCT nullif(${text}, '') AS value FROM (SELECT ${selects.join(", ")} FROM ${from})) WHERE value IS NOT NULL`;
}

/** Figures of what the column can be: a look at thousands of columns is dear. */
function secondFigures(first: FactCells, candidates: readonly Candidate[], plain: ColumnSql): Figure[] {
  const text = `nullif(${plain.text}, '')`;
  const count = (name: string) => Number(first[name] ?? 0);
  const values = count("rows") - count("nulls");
  if (values === 0) return [["0", "none"]];
  const figures: Figure[] = count("rows") > fewForDistinct ? [] : [[`count(DISTINCT ${text})`, "distinct"]];
  const number = candidates.find(({ guess }) => guess === "number");
  // What was not asked does not fit.
  const misfits = (guess: TypeGuess) => Number(first[`m_${guess}`] ?? values);
  if (number && misfits("number") < values) {
    const value = `CAST(${number.sql.value} AS DOUBLE)`;
    // Quicker to tell than a pattern.
    const startsWithZero = `(${["0", "-0", "+0"].map((start) => `starts_with(${text}, '${start}')`).join(" OR ")})`;
    figures.push(
      [`count(*) FILTER (WHERE ${startsWithZero} AND regexp_matches(${text}, '^[+-]?0[0-9]'))`, "codes"],
      [`count(*) FILTER (WHERE NOT isfinite(${value}))`, "notFinite"],
      [`min(${value}) FILTER (WHERE isfinite(${value}))`, "min"],
      [`max(${value}) FILTER (WHERE isfinite(${value}))`, "max"],
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
    ...formats.map(
      (format): Figure => [`count(*) FILTER (WHERE ${formatBreaks(format, text)})`, `f_${format}`],
    ),
    [`min(length(${text}))`, "shortest"],
    [`max(length(${text}))`, "longest"],
  ];
}

function misfitFigure({ guess, sql }: Candidate): Figure {
  const misfits = sql.wrongType ? `NOT (${sql.isNull})` : sql.misfits;
  return [misfits === undefined ? "0" : `count(*) FILTER (WHERE ${misfits})`, `m_${guess}`];
}

function isForeignDate(guess: TypeGuess): boolean {
  return guesses.some((each) => each.guess === guess && each.format !== undefined);
}

function isTime(guess: TypeGuess): boolean {
  return guesses.some((each) => each.guess === guess && (each.type === "date" || each.type === "datetime"));
}

/** @param cells of both looks. */
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
