import { MlxError } from "../core/errors.js";
import { textProblem } from "./csv-problems.js";
import type { Engine } from "./engine.js";
import type { LoadedTable } from "./loaded-table.js";
import type { StoredFile } from "./stored-file.js";
import { quoteName, quoteText } from "./table-source.js";

/** Bytes of one row. Each thread takes two buffers of that length, and all have to fit into the memory that the engine is given. */
const longestRow = 16 * 1024 * 1024;
const mostThreads = 3;

/** Reads JSON Lines into a table, types taken from every line. @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2, with places. */
export async function readJsonLines(engine: Engine, stored: StoredFile, file: string): Promise<LoadedTable> {
  const table = quoteName(engine.newName());
  const packing = packingOf(stored);
  const scan = `read_json(${quoteText(stored.path)}, format = 'newline_delimited', records = true, sample_size = -1, map_inference_threshold = -1, maximum_object_size = ${longestRow}, compression = '${packing}')`;
  const rowNumber = "rowid + 1";
  const [lines] = await firstLine(engine, stored);
  if (lines === undefined) {
    await engine.run(`CREATE TABLE ${table} (nothing VARCHAR)`);
    return { table, columns: [], rowNumber, notes: [`${file} is empty`] };
  }
  try {
    await onFewThreads(engine, () => engine.run(`CREATE TABLE ${table} AS SELECT * FROM ${scan}`));
  } catch (error) {
    if (!(error instanceof MlxError) || error.code !== "MLX_DATA_QUERY") throw error;
    throw (await textProblem(stored, file, ",", [toldBy(error.message)])) ?? error;
  }
  const described = await engine.query<{ name: string; type: string }>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${table})`,
  );
  // A column of several types is JSON to the engine: texts in it would keep their quotes.
  const mixed = described.filter(({ type }) => type === "JSON");
  const spoken: string[] = [];
  for (const { name } of mixed) {
    const column = quoteName(name);
    await engine.run(`ALTER TABLE ${table} ALTER ${column} TYPE VARCHAR USING (${column} ->> '$')`);
    const [held] = await engine.query(`SELECT 1 FROM ${table} WHERE ${column} IS NOT NULL LIMIT 1`);
    if (held !== undefined) spoken.push(name);
  }
  return {
    table,
    columns: described.map(({ name, type }) => ({ name, type: type === "JSON" ? "VARCHAR" : type })),
    rowNumber,
    notes: spoken.map((name) => `${file}: column ${name} holds values of several types: it is read as text`),
  };
}

/** What the engine says of a line, without its own names of things. */
function toldBy(message: string): { readonly line: number; readonly message: string } {
  const said = Number(/in line (\d+)/.exec(message)?.[1] ?? 1);
  const malformed = /Malformed JSON.* in line \d+: (.*)$/.exec(message)?.[1];
  // Of what is no JSON it names the line after.
  if (malformed !== undefined) return { line: Math.max(1, said - 1), message: `invalid JSON: ${malformed}` };
  const twice = /has duplicate key (".*")/.exec(message)?.[1];
  if (twice !== undefined) return { line: said, message: `the key ${twice} stands twice in one row` };
  return { line: said, message: message.replace(/^.*?Error: /, "") };
}

async function onFewThreads(engine: Engine, work: () => Promise<void>): Promise<void> {
  const [usual] = await engine.query<{ threads: number }>("SELECT current_setting('threads') AS threads");
  const threads = usual?.threads ?? 1;
  if (threads <= mostThreads) return work();
  await engine.run(`SET threads = ${mostThreads}`);
  await work().finally(() => engine.run(`SET threads = ${threads}`));
}

/** A line that holds something, if there is one. */
function firstLine(engine: Engine, stored: StoredFile): Promise<object[]> {
  const packing = packingOf(stored);
  return engine.query(
    `SELECT 1 AS line FROM read_json_objects(${quoteText(stored.path)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = ${longestRow}, compression = '${packing}') LIMIT 1`,
  );
}

function packingOf({ compression }: StoredFile): string {
  return compression === "none" ? "uncompressed" : compression;
}
