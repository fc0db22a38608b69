import { readFileSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { MlxError, systemCode } from "../../core/errors.js";
import type { YamlText } from "../../core/plain-yaml.js";
import { sha256Of } from "../../core/sha256.js";
import { displayPath } from "../../core/visible-text.js";
import { invalidSuite } from "../../evals/suite/invalid-suite.js";
import { readSuiteYaml } from "../../evals/suite/suite-yaml.js";
import { ioError } from "../../files/io-error.js";
import { wayInside } from "../../files/is-inside.js";
import { decodePrompt } from "../../prompts/decode-prompt.js";

/** A suite file as it was read. */
export interface SuiteText {
  /** Absolute; no link is left on the way. */
  readonly path: string;
  /** From the repository's top. */
  readonly file: string;
  readonly text: string;
  readonly yaml: YamlText;
  readonly sha256: string;
}

/** Most bytes of a suite: cases by the hundred thousand belong into a data set, which is read in parts. */
const largest = 32 * 1024 * 1024;

/**
 * Reads a suite file of the repository.
 * @param typed relative to `cwd`, or absolute. @throws {MlxError} `MLX_SUITE_NOT_FOUND`, `MLX_OUTSIDE_REPOSITORY` or
 *   `MLX_INVALID_SUITE`, exit 2.
 */
export async function readSuiteText(root: string, cwd: string, typed: string): Promise<SuiteText> {
  const { path, file, size } = locate(root, cwd, typed);
  if (size > largest) {
    const message = `the suite has ${Math.ceil(size / 1024 / 1024)} MiB; at most 32 are read`;
    throw invalidSuite(file, [
      { file, line: 1, column: 1, message, hint: "keep the cases in a data set: data: cases.jsonl" },
    ]);
  }
  const bytes = readBytes(path, file);
  const { source, problems } = decodePrompt(file, bytes);
  if (problems.length > 0) throw invalidSuite(file, problems);
  const yaml = await readSuiteYaml(source.text, file);
  if (yaml.problems.length > 0) throw invalidSuite(file, yaml.problems);
  return { path, file, text: source.text, yaml, sha256: sha256Of(bytes) };
}

function locate(root: string, cwd: string, typed: string): { path: string; file: string; size: number } {
  const shown = displayPath(typed);
  try {
    const path = realpathSync(resolve(cwd, typed));
    const file = wayInside(root, path);
    if (file === undefined) {
      throw new MlxError("MLX_OUTSIDE_REPOSITORY", `${shown} lies outside the repository ${root}`, {
        hint: "copy the suite into the repository: what it names and what comes of it belongs together",
        exitCode: 2,
      });
    }
    const stat = statSync(path);
    if (!stat.isFile()) throw notFound(`${shown} is no file`);
    return { path, file, size: stat.size };
  } catch (error) {
    const code = systemCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") throw notFound(`there is no file ${shown}`);
    throw ioError(error, `cannot read ${shown}`);
  }
}

function notFound(message: string): MlxError {
  return new MlxError("MLX_SUITE_NOT_FOUND", message, {
    hint: "name a suite file, such as evals/NAME.eval.yaml or promptfooconfig.yaml",
    exitCode: 2,
  });
}

function readBytes(path: string, file: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw ioError(error, `cannot read ${displayPath(file)}`);
  }
}
