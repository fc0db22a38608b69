import { MlxError } from "../core/errors.js";
import { type CellType, type GuessedType, guessCellType } from "./cell-types.js";
import { type CsvHeader, csvHeader } from "./csv-header.js";
import { textProblem } from "./csv-problems.js";
import { type DistinctNames, distinctNames } from "./distinct-names.js";
import type { Engine } from "./engine.js";
import { groupsOf } from "./groups-of.js";
import type { LoadedTable, ReadMode } from "./loaded-table.js";
import { type ColumnFact, readFacts, refineColumns } from "./refine-columns.js";
import type { StoredFile } from "./stored-file.js";
import { StreamedText } from "./streamed-text.js";
import { quoteName, quoteText } from "./table-source.js";
import { UnorderedRows } from "./unordered-rows.js";

/** How a column is read, and what it is to become. */
export interface PlannedColumn {
  readonly name: string;
  readonly loadAs: "DOUBLE" | "TIMESTAMPTZ" | "VARCHAR";
  readonly wanted: CellType | undefined;
  readonly guess: GuessedType;
}

const sampleCells = 400_000;
const mostSampled = 2048;
/** The engine takes room for 2,048 rows of every column that it reads, however few are asked for. */
const sampledAtOnce = 2000;
const mostRejects = 1000;
const strict = "strict_mode = true";
/** Bytes. */
const longestRow = 2_000_000;
/** Bytes that each thread reads at once. By itself the engine takes four times as many. */
const bufferSize = 8 * 1024 * 1024;
/** Of more columns the questions take many passes, and the first rows a lot of memory. */
const mostStreamed = 250;

/**
 * Reads a delimited file into a table. Types are guessed from the first rows and then hold for the whole file or are given up: a
 * number column with a word in row 999,999 is text. The engine would rather round 1.5 to fit its guess, and cut times off dates
 * and zones off times, so whole numbers are read as DOUBLE, times as TIMESTAMPTZ, and narrowed once all of them are known.
 * @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2, with the places of rows that do not fit the header.
 */
export async function readCsv(
  engine: Engine,
  stored: StoredFile,
  file: string,
  mode: ReadMode = "typed",
): Promise<LoadedTable> {
  const header = await csvHeader(engine, stored, file);
  const table = quoteName(engine.newName());
  if (header === undefined) {
    await engine.run(`CREATE TABLE ${table} (nothing VARCHAR)`);
    return {
      table,
      columns: [],
      rowNumber: "rowid + 1",
      notes: [`${file} is empty: it has not even a header`],
    };
  }
  const names = distinctNames(header.names, file);
  const text = { engine, stored, header, table };
  if (mode === "text" || mode === "streamed") return readText(text, names, file, mode === "streamed");
  const guessed = await planColumns(engine, stored, header, names.names);
  const isAnyOrder = mode === "anyOrder" && guessed.length <= mostStreamed && guessed.every(isSettled);
  const { plan, facts, isInOrder } = await loadFitting({ ...text, isAnyOrder }, guessed, file);
  const refined = await refineColumns(engine, table, plan, facts, file);
  const columns = plan.map(({ name, loadAs }) => ({ name, type: loadAs }));
  const rows = { engine, table, scan: scan(stored, header, columns, strict) };
  const refine = async () => void (await refineColumns(engine, table, plan, facts, file));
  return {
    table,
    columns: refined.columns,
    rowNumber: "rowid + 1",
    notes: [...header.notes, ...names.notes, ...refined.notes],
    ...(!isInOrder && { unordered: await UnorderedRows.of(rows, refine) }),
  };
}

/** Whether the first rows say what a column is: no later question looks at rows one after the other. */
function isSettled({ loadAs, wanted }: PlannedColumn): boolean {
  return loadAs !== "VARCHAR" || wanted === "text";
}

/** Every cell as the text that it is. */
async function readText(
  text: CsvText,
  { names, notes }: DistinctNames,
  file: string,
  isStreamed: boolean,
): Promise<LoadedTable> {
  const { engine, stored, header, table } = text;
  const plan = textColumns(names);
  const columns = names.map((name) => ({ name, type: "VARCHAR" }));
  const loaded = { table, columns, rowNumber: "rowid + 1", notes: [...header.notes, ...notes] };
  const load = async () => void (await loadFitting({ ...text, isAllText: true }, plan, file));
  if (isStreamed && names.length <= mostStreamed) {
    const view = { engine, table, columns: names, load, scan: scan(stored, header, columns, strict) };
    return { ...loaded, text: await StreamedText.over(view) };
  }
  await load();
  return loaded;
}

/** A text that is being read. */
interface CsvText {
  readonly engine: Engine;
  readonly stored: StoredFile;
  readonly header: CsvHeader;
  readonly table: string;
  /** Read without the engine's strictness, which refuses some texts that are well formed. */
  readonly isLenient?: boolean;
  /** Nothing is to be found out about its columns. */
  readonly isAllText?: boolean;
  /** Rows may come in any order. */
  readonly isAnyOrder?: boolean;
}

/** What a table was filled by. */
interface Fitting {
  readonly plan: readonly PlannedColumn[];
  readonly facts: readonly ColumnFact[];
  readonly isInOrder: boolean;
}

/** Fills the table, with wider types where the first guess does not hold. @returns the plan that did, and what it found. */
async function loadFitting(text: CsvText, guessed: readonly PlannedColumn[], file: string): Promise<Fitting> {
  const { engine, stored, header, table } = text;
  let plan = guessed;
  let isClean = await loadClean(text, plan);
  for (;;) {
    const rejected = isClean ? [] : await load(text, plan);
    const isInOrder = !isClean || text.isAnyOrder !== true;
    isClean = false;
    const others = rejected.filter(({ type }) => type !== "CAST");
    if (others.length > 0) {
      const problem = await textProblem(stored, file, header.delimiter, others);
      if (problem !== undefined) throw problem;
      if (text.isLenient === true) throw rejection(others, file);
      return loadFitting({ ...text, isLenient: true }, plan, file);
    }
    const wrong = new Set(rejected.map(({ column }) => column));
    if (wrong.size === 0) {
      const facts = text.isAllText === true ? [] : await readFacts(engine, table, plan);
      for (const [at, { name }] of plan.entries()) if (facts[at] === "long") wrong.add(name);
      if (wrong.size === 0) return { plan, facts, isInOrder };
    }
    // The list of faults ends somewhere: columns may hide behind it.
    const isFull = rejected.length >= mostRejects;
    plan = plan.map((column) =>
      wrong.has(column.name) || isFull ? { ...column, loadAs: "VARCHAR" } : column,
    );
  }
}

/** In the engine's words, for want of others. */
function rejection([first]: readonly RejectedRow[], file: string): MlxError {
  const line = first?.line ?? 1;
  const told = first?.message ?? "it cannot be read";
  const isLong = told.startsWith("Maximum line size");
  return new MlxError(
    "MLX_DATA_UNREADABLE",
    `${file}:${line}:1: ${isLong ? "the row is longer than the 2,000,000 bytes that one may have" : told}`,
    {
      exitCode: 2,
      at: { file, line, column: 1 },
      ...(isLong && { hint: "shorten its cells, or keep the data as Parquet or JSON Lines" }),
    },
  );
}

function textColumns(names: readonly string[]): PlannedColumn[] {
  const guess = guessCellType([]);
  return names.map((name) => ({ name, loadAs: "VARCHAR", wanted: "text", guess }));
}

async function planColumns(
  engine: Engine,
  stored: StoredFile,
  header: CsvHeader,
  names: readonly string[],
): Promise<PlannedColumn[]> {
  const rows = Math.max(64, Math.min(mostSampled, Math.floor(sampleCells / names.length)));
  const columns = names.map((_, at) => ({ name: `c${at}`, type: "VARCHAR" }));
  const guesses: GuessedType[] = [];
  for (const group of groupsOf(columns, sampledAtOnce)) {
    const wanted = group.map(({ name }) => name).join(", ");
    const sample = await engine.columns(
      `SELECT ${wanted} FROM ${scan(stored, header, columns, "ignore_errors = true, strict_mode = false")} LIMIT ${rows}`,
    );
    for (const cells of sample)
      guesses.push(guessCellType(cells.map((cell) => (typeof cell === "string" ? cell : null))));
  }
  return names.map((name, at): PlannedColumn => {
    const guess = guesses[at] ?? guessCellType([]);
    const { type: wanted } = guess;
    if (guess.hasNullWords || (guess.isLong && !guess.hasFraction))
      return { name, loadAs: "VARCHAR", wanted, guess };
    const loadAs = wanted === "number" ? "DOUBLE" : wanted === "instant" ? "TIMESTAMPTZ" : "VARCHAR";
    return { name, loadAs, wanted, guess };
  });
}

interface RejectedRow {
  readonly line: number;
  readonly type: string;
  readonly column: string;
  readonly message: string;
}

/** Fills the table if every row fits: to list those that do not takes as long again. @returns whether it did. */
async function loadClean(text: CsvText, plan: readonly PlannedColumn[]): Promise<boolean> {
  const { engine, stored, header, table } = text;
  const columns = plan.map(({ name, loadAs }) => ({ name, type: loadAs }));
  const sql = `CREATE TABLE ${table} AS SELECT * FROM ${scan(stored, header, columns, strict)}`;
  try {
    await (text.isAnyOrder === true ? engine.fillInAnyOrder(sql) : engine.fill(sql));
    return true;
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_DATA_QUERY") return false;
    throw error;
  }
}

/** Fills the table anew. @returns the rows that are not in it, and why. */
async function load(text: CsvText, plan: readonly PlannedColumn[]): Promise<RejectedRow[]> {
  const { engine, stored, header, table, isLenient = false } = text;
  const id = engine.newName();
  const columns = plan.map(({ name, loadAs }) => ({ name, type: loadAs }));
  const options = `store_rejects = true, rejects_table = '${id}_rows', rejects_scan = '${id}_scans', rejects_limit = ${mostRejects}, strict_mode = ${!isLenient}`;
  await engine.run(`DROP TABLE IF EXISTS ${table}`);
  try {
    await engine.fill(`CREATE TABLE ${table} AS SELECT * FROM ${scan(stored, header, columns, options)}`);
  } catch (error) {
    if (isLenient || !(error instanceof MlxError) || !/invalid state/.test(error.message)) throw error;
    return [{ line: 1, type: "INVALID STATE", column: "", message: error.message }];
  }
  const rows = await engine.query<RejectedRow>(
    `SELECT line, error_type::VARCHAR AS type, coalesce(column_name, '') AS "column", error_message AS message FROM ${id}_rows ORDER BY line`,
  );
  await engine.run(`DROP TABLE ${id}_rows; DROP TABLE ${id}_scans`);
  return rows.map((row) => ({ ...row, message: row.message.split("\n")[0] ?? "" }));
}

function scan(
  stored: StoredFile,
  header: CsvHeader,
  columns: readonly { readonly name: string; readonly type: string }[],
  options: string,
): string {
  const types = columns.map(({ name, type }) => `${quoteText(name)}: '${type}'`).join(", ");
  const dialect = `delim = ${quoteText(header.delimiter)}, quote = '"', escape = '"', header = true, auto_detect = false`;
  return `read_csv(${quoteText(stored.path)}, ${dialect}, null_padding = false, buffer_size = ${bufferSize}, max_line_size = ${longestRow}, compression = '${stored.compression}', columns = {${types}}, ${options})`;
}
