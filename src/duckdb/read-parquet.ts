import { MlxError } from "../core/errors.js";
import type { Engine } from "./engine.js";
import type { LoadedTable } from "./loaded-table.js";
import type { StoredFile } from "./stored-file.js";
import { quoteName, quoteText } from "./table-source.js";

/** Parquet is read where it lies, the columns that a query names alone. @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2. */
export async function readParquet(engine: Engine, stored: StoredFile, file: string): Promise<LoadedTable> {
  const scan = `read_parquet(${quoteText(stored.path)}`;
  try {
    const described = await engine.query<{ name: string; type: string }>(
      `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM ${scan}))`,
    );
    const view = quoteName(engine.newName());
    const rowNumber = described.some(({ name }) => name === "file_row_number");
    if (rowNumber)
      throw new MlxError("MLX_DATA_UNREADABLE", `${file} has a column file_row_number`, {
        hint: "rename it: the name is the reader's own",
        exitCode: 2,
      });
    await engine.run(`CREATE VIEW ${view} AS SELECT * FROM ${scan}, file_row_number = true)`);
    engine.readsLate(file);
    return {
      table: view,
      columns: described.map(({ name, type }) => ({ name, type })),
      rowNumber: "file_row_number + 1",
      notes: [],
    };
  } catch (error) {
    if (!(error instanceof MlxError) || error.code !== "MLX_DATA_QUERY") throw error;
    throw new MlxError("MLX_DATA_UNREADABLE", `${file} is cut or damaged Parquet: ${reasonOf(error)}`, {
      hint: "fetch or make the file again",
      exitCode: 2,
      cause: error,
    });
  }
}

function reasonOf(error: MlxError): string {
  return /no magic bytes/i.test(error.message) ? "its end is missing" : error.message.replace(/^.*?: /, "");
}
