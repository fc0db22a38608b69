import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { TableSource } from "../../duckdb/table-source.js";
import type { ColumnPlan } from "./plan-columns.js";

/** @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2, for a file without any column. */
export function requireColumns({ columns, file }: TableSource): void {
  if (columns.length > 0) return;
  throw new MlxError("MLX_DATA_UNREADABLE", `${displayPath(file)} is empty: there is nothing to compare`, {
    hint: "name a file that has a header at least",
    exitCode: 2,
  });
}

/** @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2, for a file of which nothing can be said of later data. */
export async function requireRows(source: TableSource): Promise<void> {
  requireColumns(source);
  if ((await source.rows()) > 0) return;
  throw new MlxError(
    "MLX_DATA_UNREADABLE",
    `${displayPath(source.file)} has a header and no rows: there is nothing to hold later data against`,
    { hint: "name a file that has rows", exitCode: 2 },
  );
}

/** @throws {MlxError} `MLX_DATA_UNREADABLE`, exit 2, where every column is left out. */
export function requirePlanned({ file }: TableSource, { columns, leftOut }: ColumnPlan): void {
  if (columns.length > 0) return;
  const why = leftOut.slice(0, 5).map((each) => `${displayPath(each.name)}: ${each.why}`);
  throw new MlxError("MLX_DATA_UNREADABLE", `no column of ${displayPath(file)} has a distribution to keep`, {
    hint: why.join("; "),
    exitCode: 2,
  });
}
