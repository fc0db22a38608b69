import { readFileSync } from "node:fs";
import { systemCode } from "../core/errors.js";
import { ioError } from "./io-error.js";

/** The bytes of a file; undefined if there is none. @throws {MlxError} `MLX_IO`, `MLX_PERMISSION`. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw ioError(error, `cannot read ${path}`);
  }
}
