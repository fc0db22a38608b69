import { resolve } from "node:path";
import { MlxError, type Problem } from "../../core/errors.js";
import type { Json } from "../../prompts/types.js";
import { readRows } from "../../table/read-rows.js";

/**
 * The rows of a table file, for recorded predictions.
 * @param file absolute, or relative to `folder`. @throws {MlxError} `MLX_INVALID_DATA`, exit 2, with every row that cannot be read.
 */
export async function* tableRows(folder: string, file: string): AsyncGenerator<ReadonlyMap<string, Json>> {
  const problems: Problem[] = [];
  for await (const rows of readRows({ path: resolve(folder, file), file }, (problem) =>
    problems.push(problem),
  )) {
    for (const { values } of rows) yield values;
  }
  if (problems.length === 0) return;
  throw new MlxError("MLX_INVALID_DATA", `${file} has rows that cannot be read`, { problems, exitCode: 2 });
}
