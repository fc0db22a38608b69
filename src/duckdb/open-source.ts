import { statSync } from "node:fs";
import { Engine } from "./engine.js";
import { EngineSource } from "./engine-source.js";
import type { ReadMode } from "./loaded-table.js";
import { readCsv } from "./read-csv.js";
import { readJsonLines } from "./read-json-lines.js";
import { readParquet } from "./read-parquet.js";
import { storedFile } from "./stored-file.js";
import type { SourceFormat, TableSource } from "./table-source.js";

export interface OpenSourceOptions {
  /** The file with the bytes; absolute. */
  readonly path: string;
  /** As messages call it: what the user typed. */
  readonly file: string;
  /** A folder of this repository for what does not fit into memory; made and emptied here. */
  readonly tempDir: string;
  /** By default what the name of `file` says. */
  readonly format?: SourceFormat;
  /** Every cell of CSV and TSV as the text that it is: no type is guessed, and no word means that there is no value. */
  readonly asText?: boolean;
  /** With `asText`: every query reads the file anew, until `keep` puts columns into a table. */
  readonly streamed?: boolean;
  /** Rows may come in any order, which is quicker, until somebody asks for that of the file: `inOrder`. */
  readonly anyOrder?: boolean;
  /** Default: the cores of this machine. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  /** Another source that is open: this one joins its database, so that one query can select from both. */
  readonly beside?: TableSource;
}

/** The tables of smaller files may take what memory they need. */
const largeFile = 16 * 1024 * 1024;

/**
 * Opens a CSV, TSV, JSON Lines or Parquet file, also with `.gz` or `.zst`.
 * @throws {MlxError} `MLX_DATA_FORMAT` (exit 2), `MLX_DATA_UNREADABLE` (exit 2, with `file:line:column` where it is known),
 * `MLX_NO_SUCH_FILE` (exit 2), `MLX_NO_DUCKDB`.
 */
export async function openSource(options: OpenSourceOptions): Promise<TableSource> {
  const { path, file, signal } = options;
  const engine = await engineFor(options);
  try {
    const stored = await storedFile({ path, file, format: options.format, folder: engine.folder, signal });
    const read =
      stored.format === "parquet" ? readParquet : stored.format === "jsonl" ? readJsonLines : readCsv;
    const loaded = await read(engine, stored, file, modeOf(options));
    return new EngineSource(engine, {
      file,
      path: stored.path,
      format: stored.format,
      ...loaded,
      notes: [...stored.notes, ...loaded.notes],
    });
  } catch (error) {
    await engine.close();
    throw error;
  }
}

function modeOf({ asText, streamed, anyOrder }: OpenSourceOptions): ReadMode {
  if (asText === true) return streamed === true ? "streamed" : "text";
  return anyOrder === true ? "anyOrder" : "typed";
}

async function engineFor({ path, beside, ...options }: OpenSourceOptions): Promise<Engine> {
  if (beside instanceof EngineSource) {
    beside.engine.share();
    return beside.engine;
  }
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return Engine.open({ ...options, isBounded: size > largeFile });
}
