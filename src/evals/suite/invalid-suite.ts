import { compareBytes } from "../../core/byte-order.js";
import { MlxError, type Problem } from "../../core/errors.js";
import { countOf } from "../../core/format-bytes.js";
import { displayPath } from "../../core/visible-text.js";

/** A problem, and what to do about it. */
export interface SuiteProblem extends Problem {
  readonly hint?: string;
}

/** A suite that cannot be run, with everything that is wrong with it. @param problems one at least. */
export function invalidSuite(file: string, problems: readonly SuiteProblem[]): MlxError {
  const sorted = problems.toSorted(
    (a, b) =>
      order(a, file) - order(b, file) ||
      compareBytes(a.file, b.file) ||
      a.line - b.line ||
      a.column - b.column,
  );
  const [only, second] = sorted;
  const single = second === undefined ? only : undefined;
  const message = single
    ? single.message
    : `${displayPath(file)} cannot be run: ${countOf(sorted.length, "problem")}`;
  return new MlxError("MLX_INVALID_SUITE", message, {
    exitCode: 2,
    ...(single?.hint !== undefined && { hint: single.hint }),
    ...(single && { at: { file: single.file, line: single.line, column: single.column } }),
    problems: sorted.map(({ file: where, line, column, message: text, hint }) => ({
      ...{ file: where, line, column },
      message: hint === undefined || single ? text : `${text} (${hint})`,
    })),
  });
}

/** What is wrong with the suite itself comes before what is wrong with its data. */
function order(problem: Problem, file: string): number {
  return problem.file === file ? 0 : 1;
}
