import { MlxError } from "./errors.js";

/** @param option for messages. @throws {MlxError} `MLX_USAGE`, exit 2, for a value that is empty or blank. */
export function requireText(option: string, value: string | undefined): void {
  if (value === undefined || value.trim() !== "") return;
  throw new MlxError("MLX_USAGE", `${option} is empty`, {
    hint: "give it a value, or leave it out",
    exitCode: 2,
  });
}
