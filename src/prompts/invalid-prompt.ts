import { MlxError } from "../core/errors.js";
import { countOf } from "../core/format-bytes.js";
import { shellQuote } from "../core/shell-quote.js";
import { displayPath } from "../core/visible-text.js";
import type { ParsedPrompt } from "./parse-prompt.js";

/** A prompt that cannot be read, with everything that is wrong with it. */
export function invalidPrompt({ source, problems }: ParsedPrompt): MlxError {
  const [first] = problems;
  const single = problems.length === 1 ? first : undefined;
  const hint = single
    ? single.hint
    : `see each in its line: mlx prompt lint ${shellQuote(displayPath(source.file))}`;
  const message = single
    ? single.message
    : `${displayPath(source.file)} cannot be read: ${countOf(problems.length, "problem")}`;
  return new MlxError("MLX_PROMPT_INVALID", message, {
    exitCode: 2,
    ...(hint !== undefined && { hint }),
    ...(single ? { at: { file: single.file, line: single.line, column: single.column } } : {}),
    problems: problems.map(({ file, line, column, message: text, hint: what }) => ({
      ...{ file, line, column },
      message: what === undefined || single ? text : `${text} (${what})`,
    })),
  });
}
