import { MlxError } from "../../core/errors.js";
import type { TableSource } from "../../duckdb/table-source.js";

/**
 * Asks sources something that reads all of their columns. Where that fails, streamed texts are put into tables, which tells what is wrong
 * with them, and they are asked again.
 */
export async function orKept<T>(sources: readonly TableSource[], ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const isRefused = error instanceof MlxError && error.code === "MLX_DATA_QUERY";
    if (!isRefused || !sources.some(({ isStreamed }) => isStreamed)) throw error;
    for (const source of sources) await source.keep();
    return ask();
  }
}
