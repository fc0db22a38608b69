import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MlxError } from "../core/errors.js";

/** A file of the templates that are installed with mlx, found from the script that runs. */
export function readTemplate(selfCommand: readonly string[], name: string): string {
  const script = selfCommand.at(-1) ?? "";
  const path = join(dirname(script), "..", "templates", name);
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new MlxError("MLX_INSTALLATION", `mlx is not installed completely: ${path} is missing`, {
      hint: "install it again",
      cause,
    });
  }
}
