import { MlxError } from "../core/errors.js";
import { textProblem } from "./csv-problems.js";
import type { Engine } from "./engine.js";
import type { LoadedTable } from "./read-csv.js";
import type { StoredFile } from "./stored-file.js";
import { quoteName, quoteText } from "./table-source.js";

/** Reads JSON Lines into a table, types taken from every line. @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2, with places. */
export async function readJsonLines(engine: Engine, stored: StoredFile, file: string): Promise<LoadedTable> {
  const table = quoteName(engine.newName());
  const packing = packingOf(stored);
  const scan = `read_json(${quoteText(stored.path)}, format = 'newline_delimited', records = true, sample_size = -1, map_inference_threshold = -1, maximum_object_size = 67108864, compression = '${packing}')`;
  const rowNumber = "rowid + 1";
  const [lines] = await firstLine(engine, stored);
  if (lines === undefined) {
    await engine.run(`CREATE TABLE ${table} (nothing VARCHAR)`);
    return { table, columns: [], rowNumber, notes: [`${file} is empty`] };
  }
  try {
    await engine.run(`CREATE TABLE ${table} AS SELECT * FROM ${scan}`);
  } catch (error) {
    if (!(error instanceof MlxError) || error.code !== "MLX_DATA_QUERY") throw error;
    const line = Number(/in line (\d+)/.exec(error.message)?.[1] ?? 1);
    const told = { line, message: error.message.replace(/^.*?: /, "") };
    throw (await textProblem(stored, file, ",", [told])) ?? error;
  }
  const described = await engine.query<{ name: string; type: string }>(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${table})`,
  );
  // A column of several types is JSON to the engine: texts in it would keep their quotes.
  const mixed = described.filter(({ type }) => type === "JSON");
  for (const { name } of mixed) {
    const column = quoteName(name);
    await engine.run(`ALTER TABLE ${table} ALTER ${column} TYPE VARCHAR USING (${column} ->> '$')`);
  }
  return {
    table,
    columns: described.map(({ name, type }) => ({ name, type: type === "JSON" ? "VARCHAR" : type })),
    rowNumber,
    notes: mixed.map(
      ({ name }) => `${file}: column ${name} holds values of several types: it is read as text`,
    ),
  };
}

/** A line that holds something, if there is one. */
function firstLine(engine: Engine, stored: StoredFile): Promise<object[]> {
  const packing = packingOf(stored);
  return engine.query(
    `SELECT 1 AS line FROM read_json_objects(${quoteText(stored.path)}, format = 'newline_delimited', ignore_errors = true, maximum_object_size = 67108864, compression = '${packing}') LIMIT 1`,
  );
}

function packingOf({ compression }: StoredFile): string {
  return compression === "none" ? "uncompressed" : compression;
}
