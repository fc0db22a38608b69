import { MlxError, type Problem } from "../core/errors.js";

/** The error for a pointer that cannot be read: all of its problems, the first one by position in the message. */
export function invalidPointer(problems: readonly [Problem, ...Problem[]], hint = defaultHint): MlxError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const first = sorted[0] ?? problems[0];
  const more = sorted.length - 1;
  const rest = more === 0 ? "" : ` (and ${more} more ${more === 1 ? "problem" : "problems"})`;
  return new MlxError(
    "MLX_INVALID_POINTER",
    `${first.file}:${first.line}:${first.column}: ${first.message}${rest}`,
    { hint, exitCode: 2, at: { file: first.file, line: first.line, column: first.column }, problems: sorted },
  );
}

const defaultHint =
  "mend the file, take its last committed state (git checkout -- FILE), or add the data again (mlx data add)";
