import type { Problem } from "../core/errors.js";
import type { TableRow } from "../evals/data/table-row.js";

/** A file of rows. */
export interface TableFile {
  /** Absolute. */
  readonly path: string;
  /** How messages name it. */
  readonly file: string;
  /** Told of all bytes as they are read, in order: for a digest. Of Parquet, which is read here and there, nothing is told. */
  readonly onBytes?: (bytes: Uint8Array) => void;
}

type Report = (problem: Problem) => void;
type Reader = (table: TableFile, report: Report) => AsyncGenerator<readonly TableRow[]>;

const readers: ReadonlyMap<string, () => Promise<Reader>> = new Map([
  ["jsonl", async () => (await import("./jsonl.js")).jsonLines],
  ["ndjson", async () => (await import("./jsonl.js")).jsonLines],
  ["csv", async () => delimited(",")],
  ["tsv", async () => delimited("\t")],
  ["json", async () => (await import("./json.js")).jsonRows],
  ["yaml", async () => (await import("./yaml.js")).yamlRows],
  ["yml", async () => (await import("./yaml.js")).yamlRows],
  ["parquet", async () => (await import("./parquet.js")).parquetRows],
]);

/** The endings of files of rows. */
export const tableEndings: readonly string[] = [...readers.keys()].map((ending) => `.${ending}`);

/** Whether a file can be read as rows, by its name. */
export function isTableName(name: string): boolean {
  return readers.has(endingOf(name));
}

/**
 * Reads a file of rows, told apart by its ending, in batches. JSON Lines, CSV, TSV and Parquet are read in parts.
 * @param table whose name has one of `tableEndings`. @param report told of each row that cannot be read, and then left out.
 * @throws {MlxError} `MLX_IO`, `MLX_PERMISSION`.
 */
export async function* readRows(table: TableFile, report: Report): AsyncGenerator<readonly TableRow[]> {
  const load = readers.get(endingOf(table.path));
  if (load === undefined) throw new RangeError(`not a file of rows: ${table.path}`);
  yield* (await load())(table, report);
}

async function delimited(delimiter: string): Promise<Reader> {
  const { csvRows } = await import("./csv.js");
  return (table, report) => csvRows(table, delimiter, report);
}

function endingOf(name: string): string {
  return /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? "";
}
