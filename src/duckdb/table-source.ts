/** What a query may be given, and what its cells are. Whole numbers beyond 2^53 come as text, dates and times in RFC 3339. */
export type SqlValue = string | number | boolean | null;

export interface SourceColumn {
  readonly name: string;
  /** As the engine calls it: `BIGINT`, `DOUBLE`, `VARCHAR`, `TIMESTAMP`, `DOUBLE[]`. */
  readonly type: string;
}

export type SourceFormat = "csv" | "tsv" | "jsonl" | "parquet";

/** A data file that is open for SQL. Nothing of it is changed, and rows keep the order of the file unless any will do. */
export interface TableSource {
  /** As people call it: in messages and reports. */
  readonly file: string;
  /** Where its bytes are; absolute. */
  readonly path: string;
  readonly format: SourceFormat;
  readonly columns: readonly SourceColumn[];
  /** What people should know about the reading: a column that is text for one cell's sake, another encoding, … */
  readonly notes: readonly string[];
  /** What to select from, quoted. */
  readonly table: string;
  /** An expression: the number of a row, from 1, as the file has them (a header does not count). */
  readonly rowNumber: string;
  /**
   * Whether every query reads the file anew. Rows have no numbers then, and until a query has read all columns nobody knows whether the
   * file is well formed: where one fails, `keep` all of them, which says where the file is wrong, or reads it with more patience.
   */
  readonly isStreamed: boolean;
  /** Puts columns into a table, where they are not in one: all by default. Afterwards `table` has no others. */
  keep(names?: readonly string[]): Promise<void>;
  /** Where to select the first 10,000 rows from, quoted; it may have more of them. */
  readonly head: string;
  /** Brings rows that were read in any order into that of the file: `rowNumber` counts afterwards, and not before. */
  inOrder(): Promise<void>;
  rows(): Promise<number>;
  /**
   * Runs one statement. `T` is what its SELECT gives: the caller answers for it.
   * @param params for `$1`, `$2`, …
   * @throws {MlxError} `MLX_DATA_QUERY` with the engine's own words, exit 3; `Interrupted`.
   */
  query<T extends object>(sql: string, params?: readonly SqlValue[]): Promise<T[]>;
  /** Lets go of the engine and its temporary files. A source that was opened beside another leaves the other alone. */
  close(): Promise<void>;
}

/** A name as SQL has it, in double quotes. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL has it, in single quotes. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
