import { MlxError } from "../../core/errors.js";
import type { App } from "../app.js";
import { findSuite } from "./find-suite.js";
import { readSuite } from "./read-suite.js";

/**
 * What a suite calls itself: that of a file or of a name in `evals/`; of a suite that is not there any more the name as typed, since its
 * evaluations and its baseline may have stayed.
 * @throws {MlxError} `MLX_INVALID_SUITE`, exit 2.
 */
export async function suiteNameOf(app: App, typed: string): Promise<string> {
  try {
    return (await readSuite(app, await findSuite(app, typed))).name;
  } catch (error) {
    if (error instanceof MlxError && error.code === "MLX_SUITE_NOT_FOUND") return typed;
    throw error;
  }
}
