import type { SourceLocation } from "../../core/errors.js";
import type { Json } from "../../prompts/types.js";

/** A row of a data set. */
export interface TableRow {
  /** By column, in the order of the file. */
  readonly values: ReadonlyMap<string, Json>;
  /** Where it begins; of Parquet, which has no lines, the number of the row. */
  readonly at: SourceLocation;
}
