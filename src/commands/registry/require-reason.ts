import { MlxError } from "../../core/errors.js";
import { requireText } from "../../core/require-text.js";

/**
 * The reason that a person gives with `--message`, without space around it.
 * @param kept what the reason is kept with, such as `approval`. @param example what one says, such as `what was checked`.
 * @throws {MlxError} `MLX_USAGE`, exit 2, where there is none.
 */
export function requireReason(message: string | undefined, kept: string, example: string): string {
  requireText("--message", message);
  const reason = message?.trim() ?? "";
  if (reason !== "") return reason;
  throw new MlxError("MLX_USAGE", `say why: the reason is kept with the ${kept}`, {
    hint: `add it: -m "${example}"`,
    exitCode: 2,
  });
}
