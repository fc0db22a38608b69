import { guessCellType, nullWords } from "./cell-types.js";
import type { Engine } from "./engine.js";
import { groupsOf } from "./groups-of.js";
import type { PlannedColumn } from "./read-csv.js";
import { quoteName, quoteText, type SourceColumn } from "./table-source.js";

/** What a column becomes, and how. */
interface Refined {
  readonly column: SourceColumn;
  /** An expression, where its values are to be rewritten. */
  readonly using?: string;
  readonly note?: string;
}

const wordList = nullWords.map(quoteText).join(", ");
const wholeNumber = "^[+-]?[0-9]+$";

/** What all values of a column have in common. `long`: whole numbers of which some have more digits than a double holds. */
export type ColumnFact = "long" | "whole" | "broken" | "day" | "time" | "text" | "empty";

/** Looks at every value of a table that was read with wide types; a fact for each column. */
export async function readFacts(
  engine: Engine,
  table: string,
  plan: readonly PlannedColumn[],
): Promise<ColumnFact[]> {
  const facts = plan.map(plainFact);
  const asked = plan.flatMap((column, place) => (facts[place] === undefined ? [{ column, place }] : []));
  for (const group of groupsOf(asked, 100)) {
    const questions = group.map(({ column }) => factQuestion(column));
    const found = await engine.columns(`SELECT ${questions.join(", ")} FROM ${table}`);
    for (const [at, { place }] of group.entries())
      facts[place] = knownFacts.find((fact) => fact === found[at]?.[0]);
  }
  return facts.map((fact) => fact ?? "empty");
}

/** Gives the columns of a table that was read with wide types their own. @param facts of each column; none is `long`. */
export async function refineColumns(
  engine: Engine,
  table: string,
  plan: readonly PlannedColumn[],
  facts: readonly ColumnFact[],
  file: string,
): Promise<{ readonly columns: readonly SourceColumn[]; readonly notes: readonly string[] }> {
  const refined: Refined[] = [];
  for (const [at, column] of plan.entries())
    refined.push(await refine(engine, table, column, facts[at] ?? "empty", file));
  await rewrite(engine, table, refined);
  return {
    columns: refined.map(({ column }) => column),
    notes: refined.flatMap(({ note }) => (note === undefined ? [] : [note])),
  };
}

const knownFacts: readonly ColumnFact[] = ["long", "whole", "broken", "day", "time", "text", "empty"];

/** What the first rows say for sure. */
function plainFact({ loadAs, guess }: PlannedColumn): ColumnFact | undefined {
  if (loadAs === "DOUBLE" && guess.hasFraction) return "broken";
  return loadAs === "VARCHAR" && guess.type !== undefined ? "text" : undefined;
}

function factQuestion({ name, loadAs }: PlannedColumn): string {
  const value = quoteName(name);
  if (loadAs === "DOUBLE") {
    return `CASE WHEN bool_or(${value} <> trunc(${value}) OR NOT isfinite(${value})) THEN 'broken' WHEN count(${value}) = 0 THEN 'empty' WHEN max(abs(${value})) >= 9007199254740992 THEN 'long' ELSE 'whole' END`;
  }
  if (loadAs === "TIMESTAMPTZ") {
    return `CASE WHEN bool_or(isfinite(${value}) AND epoch_us(${value}) % 86400000000 <> 0) THEN 'time' ELSE 'day' END`;
  }
  return `CASE WHEN bool_or(${value} IS NOT NULL) THEN 'text' ELSE 'empty' END`;
}

async function refine(
  engine: Engine,
  table: string,
  planned: PlannedColumn,
  fact: ColumnFact,
  file: string,
): Promise<Refined> {
  const { name, loadAs, guess } = planned;
  const value = quoteName(name);
  if (loadAs === "DOUBLE") {
    if (fact !== "whole") return { column: { name, type: "DOUBLE" } };
    return { column: { name, type: "BIGINT" }, using: `CAST(${value} AS BIGINT)` };
  }
  if (loadAs === "TIMESTAMPTZ") {
    const note =
      guess.zoned === "some"
        ? `${file}: some times of ${name} name a zone and some do not; those are taken as UTC`
        : undefined;
    if (guess.zoned !== "none")
      return { column: { name, type: "TIMESTAMP WITH TIME ZONE" }, ...(note !== undefined && { note }) };
    // The session's zone is UTC: to a query a time that is stored with its zone looks like one without.
    if (fact === "time") return { column: { name, type: "TIMESTAMP" } };
    return { column: { name, type: "DATE" }, using: `CAST(${value} AT TIME ZONE 'UTC' AS DATE)` };
  }
  if (fact === "empty") return { column: { name, type: "VARCHAR" } };
  const wanted = planned.wanted ?? (await guessAgain(engine, table, name));
  if (wanted === "text") return { column: { name, type: "VARCHAR" } };
  const numeric = await castTo(engine, table, name, wanted);
  if (numeric.badRow === undefined) {
    return { column: { name, type: numeric.type }, using: numeric.using };
  }
  const what = wanted === "number" ? "numbers" : wanted === "instant" ? "times" : "true and false";
  return {
    column: { name, type: "VARCHAR" },
    note: `${file}: column ${name} looks like ${what}, but row ${numeric.badRow} holds something else: it is read as text`,
  };
}

/** Of a column whose first rows are empty. */
async function guessAgain(engine: Engine, table: string, name: string) {
  const value = quoteName(name);
  const [cells = []] = await engine.columns(
    `SELECT ${value} FROM ${table} WHERE ${value} IS NOT NULL AND ${value} NOT IN (${wordList}) LIMIT 2048`,
  );
  return guessCellType(cells.map((cell) => (typeof cell === "string" ? cell : null))).type ?? "text";
}

interface Cast {
  readonly type: string;
  readonly using: string;
  /** The first row that does not fit. What is in it may be nobody's business: notes name it, and no more. */
  readonly badRow?: number;
}

async function castTo(
  engine: Engine,
  table: string,
  name: string,
  wanted: "number" | "instant" | "boolean",
): Promise<Cast> {
  const value = quoteName(name);
  const cell = `CASE WHEN ${value} IN (${wordList}) THEN NULL ELSE ${value} END`;
  const type = wanted === "boolean" ? "BOOLEAN" : wanted === "instant" ? "TIMESTAMPTZ" : "DOUBLE";
  const isBad =
    wanted === "boolean"
      ? `lower(${value}) NOT IN ('true', 'false')`
      : `try_cast(${value} AS ${type}) IS NULL`;
  const [bad] = await engine.query<{ row: number }>(
    `SELECT rowid + 1 AS "row" FROM ${table} WHERE ${value} IS NOT NULL AND ${value} NOT IN (${wordList}) AND ${isBad} ORDER BY rowid LIMIT 1`,
  );
  if (bad !== undefined) return { type, using: "", badRow: bad.row };
  if (wanted === "boolean") return { type, using: `CAST(${cell} AS BOOLEAN)` };
  if (wanted === "instant") {
    return { type: "TIMESTAMP WITH TIME ZONE", using: `try_cast(${cell} AS TIMESTAMPTZ)` };
  }
  const fits = (number: string) =>
    `coalesce(bool_and(try_cast(${cell} AS ${number}) IS NOT NULL) FILTER (WHERE ${cell} IS NOT NULL), false)`;
  const [facts] = await engine.query<{ whole: boolean; short: boolean; long: boolean }>(
    `SELECT coalesce(bool_and(regexp_full_match(trim(${cell}), '${wholeNumber}')), false) AS whole, ${fits("BIGINT")} AS short, ${fits("HUGEINT")} AS long FROM ${table}`,
  );
  const isWhole = facts?.whole === true;
  const number = isWhole && facts.short ? "BIGINT" : isWhole && facts.long ? "HUGEINT" : "DOUBLE";
  return { type: number, using: `try_cast(${cell} AS ${number})` };
}

const fewChanges = 24;

async function rewrite(engine: Engine, table: string, refined: readonly Refined[]): Promise<void> {
  const changed = refined.filter(({ using }) => using !== undefined);
  if (changed.length === 0) return;
  if (changed.length <= fewChanges) {
    for (const { column, using } of changed) {
      const name = quoteName(column.name);
      await engine.run(`ALTER TABLE ${table} ALTER ${name} TYPE ${column.type} USING ${using}`);
    }
    return;
  }
  const other = quoteName(engine.newName());
  const columns = refined.map(
    ({ column, using }) => `${using ?? quoteName(column.name)} AS ${quoteName(column.name)}`,
  );
  await engine.run(`CREATE TABLE ${other} AS SELECT ${columns.join(", ")} FROM ${table}`);
  await engine.run(`DROP TABLE ${table}`);
  await engine.run(`ALTER TABLE ${other} RENAME TO ${table}`);
}
