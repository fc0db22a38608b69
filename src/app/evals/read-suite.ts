import { realpathSync } from "node:fs";
import { basename } from "node:path";
import type { MlxError } from "../../core/errors.js";
import { invalidSuite } from "../../evals/suite/invalid-suite.js";
import { nameOf } from "../../evals/suite/replace-prompts.js";
import { suiteFormat } from "../../evals/suite/suite-format.js";
import type { Suite } from "../../evals/types.js";
import { requireWorktree } from "../../workspace/discover.js";
import type { App } from "../app.js";
import { noSuchPrompts } from "./replaced-prompts.js";
import { readSuiteText } from "./suite-text.js";

/**
 * Reads and checks a suite of mlx or of promptfoo, told apart by their keys.
 * @param file as typed: absolute, or relative to where the command was started.
 * @param prompts references that take the place of the suite's own of the same prompts.
 * @param options.needsAnswers false where nothing is graded: recorded answers may be missing then (default: true).
 * @throws {MlxError} `MLX_SUITE_NOT_FOUND`, `MLX_OUTSIDE_REPOSITORY`, or `MLX_INVALID_SUITE` with every problem at its place; `MLX_EVAL_PROMPT`:
 *   exit 2.
 */
export async function readSuite(
  app: App,
  file: string,
  prompts: readonly string[] = [],
  { needsAnswers = true }: { readonly needsAnswers?: boolean } = {},
): Promise<Suite> {
  const workspace = requireWorktree(await app.workspace());
  const root = realpathSync(workspace.root);
  if (/\.[cm]?[jt]s$/i.test(file)) throw program(file);
  const text = await readSuiteText(root, app.cwd, file);
  const told = suiteFormat(text.yaml.value);
  if (!("format" in told)) {
    const at = told.key === undefined ? text.yaml.locateValue([]) : text.yaml.locateKey([], told.key);
    throw invalidSuite(text.file, [{ ...at, message: told.problem, hint: told.hint }]);
  }
  if (told.format === "mlx") {
    const { readNative } = await import("./native/read-native.js");
    return readNative(app, text, root, prompts, needsAnswers);
  }
  if (prompts.length > 0) throw noSuchPrompts(text.file, prompts.map(nameOf), []);
  const { readPromptfooSuite } = await import("./promptfoo/read-promptfoo-suite.js");
  return readPromptfooSuite(app, text.path, text.text);
}

/** To know what a program makes it would have to be run, before anything is known of it. */
function program(file: string): MlxError {
  return invalidSuite(file, [
    {
      ...{ file, line: 1, column: 1 },
      message: "a suite is data, and this file is a program",
      hint: `write down what it makes: node -p 'JSON.stringify(require("./${basename(file)}"))' > promptfooconfig.json`,
    },
  ]);
}
