import { MlxError, type Problem } from "../../../core/errors.js";
import { countOf } from "../../../core/format-bytes.js";
import { displayPath } from "../../../core/visible-text.js";

/** Problems told one by one; of a file with more the number of the rest. */
const told = 20;

/** `predictions.csv holds what cannot be scored`, with every row that is wrong at its place. */
export function invalidScores(
  file: string,
  problems: readonly Problem[],
  what: string,
  hint?: string,
): MlxError {
  const shown = problems.slice(0, told);
  const last = shown.at(-1);
  const rest = problems.length - shown.length;
  const all =
    rest > 0 && last ? [...shown, { ...last, message: `${countOf(rest, "more row")} like these` }] : shown;
  const [at] = problems;
  return new MlxError("MLX_SCORE_DATA", `${displayPath(file)} ${what}`, {
    exitCode: 2,
    problems: all,
    ...(at && { at }),
    ...(hint !== undefined && { hint }),
  });
}
