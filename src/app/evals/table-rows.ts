import { statSync } from "node:fs";
import { resolve } from "node:path";
import { MlxError, type Problem } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import type { Json } from "../../prompts/types.js";
import { isTableName, readRows, tableEndings } from "../../table/read-rows.js";

/**
 * The rows of a table file, for recorded predictions.
 * @param file absolute, or relative to `folder`.
 * @throws {MlxError} exit 2: `MLX_PROVIDER_CONFIG` at once for a file that is not there or none of rows; `MLX_INVALID_DATA` with
 *   every row that cannot be read.
 */
export function tableRows(folder: string, file: string): AsyncIterable<ReadonlyMap<string, Json>> {
  const shown = displayPath(file);
  if (!isTableName(file)) {
    throw refused(
      `${shown} is no file of recorded answers`,
      `name one that ends in ${tableEndings.join(", ")}`,
    );
  }
  if (statSync(resolve(folder, file), { throwIfNoEntry: false })?.isFile() !== true) {
    throw refused(`there is no file ${shown}`, "paths behind replay: are relative to the suite, or absolute");
  }
  return readable(folder, file);
}

function refused(message: string, hint: string): MlxError {
  return new MlxError("MLX_PROVIDER_CONFIG", message, { hint, exitCode: 2 });
}

async function* readable(folder: string, file: string): AsyncGenerator<ReadonlyMap<string, Json>> {
  const problems: Problem[] = [];
  for await (const rows of readRows({ path: resolve(folder, file), file }, (problem) =>
    problems.push(problem),
  )) {
    for (const { values } of rows) yield values;
  }
  if (problems.length === 0) return;
  throw new MlxError("MLX_INVALID_DATA", `${file} has rows that cannot be read`, { problems, exitCode: 2 });
}
