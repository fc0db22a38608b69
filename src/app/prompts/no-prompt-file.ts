import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";

/** A path that leads to no prompt. @param typed as the person wrote it. */
export function noPromptFile(typed: string): MlxError {
  return new MlxError("MLX_PROMPT_NOT_FOUND", `there is no file ${displayPath(typed)}`, {
    hint: "name a prompt, or the path of a prompt file; mlx prompt list shows the prompts",
    exitCode: 2,
  });
}
