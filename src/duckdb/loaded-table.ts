import type { StreamedText } from "./streamed-text.js";
import type { SourceColumn } from "./table-source.js";
import type { UnorderedRows } from "./unordered-rows.js";

/**
 * `typed`: with a type for each column; `anyOrder`: so too, rows in any order where that is quicker; `text`: every cell the text that it
 * is; `streamed`: so too, and no table is kept, where there are not too many columns.
 */
export type ReadMode = "typed" | "anyOrder" | "text" | "streamed";

/** A table that was read, as `TableSource` wants it. */
export interface LoadedTable {
  readonly table: string;
  readonly columns: readonly SourceColumn[];
  readonly rowNumber: string;
  readonly notes: readonly string[];
  /** Where each query reads the file anew. */
  readonly text?: StreamedText;
  /** Where rows are in any order. */
  readonly unordered?: UnorderedRows;
}
