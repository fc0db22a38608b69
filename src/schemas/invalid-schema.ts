import { MlxError, type Problem } from "../core/errors.js";
import { countOf } from "../core/format-bytes.js";
import { displayPath } from "../core/visible-text.js";

/** A schema that cannot be used, with everything that is wrong with it. @param problems one at least. */
export function invalidSchema(file: string, problems: readonly Problem[]): MlxError {
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  const [only, second] = sorted;
  const single = second === undefined ? only : undefined;
  const message =
    single?.message ?? `${displayPath(file)} cannot be used: ${countOf(sorted.length, "problem")}`;
  return new MlxError("MLX_INVALID_SCHEMA", message, {
    hint: "docs/schemas.md describes every rule",
    exitCode: 2,
    ...(single && { at: { file: single.file, line: single.line, column: single.column } }),
    problems: sorted,
  });
}
