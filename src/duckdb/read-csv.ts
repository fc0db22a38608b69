import { MlxError } from "../core/errors.js";
import { type CellType, type GuessedType, guessCellType } from "./cell-types.js";
import { type CsvHeader, csvHeader } from "./csv-header.js";
import { textProblem } from "./csv-problems.js";
import type { Engine } from "./engine.js";
import { type ColumnFact, readFacts, refineColumns } from "./refine-columns.js";
import type { StoredFile } from "./stored-file.js";
import { StreamedText } from "./streamed-text.js";
import { quoteName, quoteText, type SourceColumn } from "./table-source.js";

/** A table that was read, as `TableSource` wants it. */
export interface LoadedTable {
  readonly table: string;
  readonly columns: readonly SourceColumn[];
  readonly rowNumber: string;
  readonly notes: readonly string[];
  /** Where each query reads the file anew. */
  readonly text?: StreamedText;
}

/** How a column is read, and what it is to become. */
export interface PlannedColumn {
  readonly name: string;
  readonly loadAs: "DOUBLE" | "TIMESTAMPTZ" | "VARCHAR";
  readonly wanted: CellType | undefined;
  readonly guess: GuessedType;
}

const sampleCells = 400_000;
const mostSampled = 2048;
const mostRejects = 1000;
const strict = "strict_mode = true";
/** Of more columns the questions take many passes. */
const mostStreamed = 250;

/**
 * Reads a delimited file into a table. Types are guessed from the first rows and then hold for the whole file or are given up: a
 * number column with a word in row 999,999 is text. The engine would rather round 1.5 to fit its guess, and cut times off dates
 * and zones off times, so whole numbers are read as DOUBLE, times as TIMESTAMPTZ, and narrowed once all of them are known.
 * @param asText leave every cell the text that it is; `streamed`: and keep no table, where there are not too many columns.
 * @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2, with the places of rows that do not fit the header.
 */
export async function readCsv(
  engine: Engine,
  stored: StoredFile,
  file: string,
  asText: boolean | "streamed" = false,
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
  if (asText !== false) return readText(text, names, file, asText === "streamed");
  const guessed = await planColumns(engine, stored, header, names.names);
  const { plan, facts } = await loadFitting(text, guessed, file);
  const refined = await refineColumns(engine, table, plan, facts, file);
  return {
    table,
    columns: refined.columns,
    rowNumber: "rowid + 1",
    notes: [...header.notes, ...names.notes, ...refined.notes],
  };
}

/** Every cell as the text that it is. */
async function readText(
  text: CsvText,
  { names, notes }: ReturnType<typeof distinctNames>,
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
}

/** Fills the table, with wider types where the first guess does not hold. @returns the plan that did, and what it found. */
async function loadFitting(
  text: CsvText,
  guessed: readonly PlannedColumn[],
  file: string,
): Promise<{ readonly plan: readonly PlannedColumn[]; readonly facts: readonly ColumnFact[] }> {
  const { engine, stored, header, table } = text;
  let plan = guessed;
  let isClean = await loadClean(text, plan);
  for (;;) {
    const rejected = isClean ? [] : await load(text, plan);
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
      if (wrong.size === 0) return { plan, facts };
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

/** Names that SQL can tell apart. */
function distinctNames(names: readonly string[], file: string) {
  const taken = new Set<string>();
  const notes: string[] = [];
  const distinct = names.map((name) => {
    let unique = name;
    for (let number = 1; taken.has(unique.toLowerCase()); number++) unique = `${name}_${number}`;
    if (unique !== name)
      notes.push(`${file}: a second column ${name}, equal but for case, is called ${unique}`);
    taken.add(unique.toLowerCase());
    return unique;
  });
  return { names: distinct, notes };
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
  const sample = await engine.columns(
    `SELECT * FROM ${scan(stored, header, columns, "ignore_errors = true, strict_mode = false")} LIMIT ${rows}`,
  );
  return names.map((name, at): PlannedColumn => {
    const cells = (sample[at] ?? []).map((cell) => (typeof cell === "string" ? cell : null));
    const guess = guessCellType(cells);
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
async function loadClean({ engine, stored, header, table }: CsvText, plan: readonly PlannedColumn[]) {
  const columns = plan.map(({ name, loadAs }) => ({ name, type: loadAs }));
  try {
    await engine.fill(`CREATE TABLE ${table} AS SELECT * FROM ${scan(stored, header, columns, strict)}`);
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
  return `read_csv(${quoteText(stored.path)}, ${dialect}, null_padding = false, compression = '${stored.compression}', columns = {${types}}, ${options})`;
}
