import { readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { MlxError } from "../../core/errors.js";
import { closest } from "../../core/suggest.js";
import { displayPath } from "../../core/visible-text.js";
import type { App } from "../app.js";
import { suiteNameIn, suitesInFolder } from "./suite-folder.js";

/**
 * The file that a person means by a suite: a path, or the name of a file in `evals/` without its endings.
 * @returns as `readSuite` takes it. @throws {MlxError} `MLX_SUITE_NOT_FOUND`, exit 2.
 */
export async function findSuite(app: App, typed: string): Promise<string> {
  const stats = statSync(resolve(app.cwd, typed), { throwIfNoEntry: false });
  if (stats?.isFile()) return typed;
  const { root } = await app.workspace();
  const files = suiteFiles(root);
  const meant = files.find((file) => suiteNameIn(file) === typed);
  if (meant !== undefined) return relative(app.cwd, join(root, meant)) || meant;
  const near = closest(typed, [...files, ...files.map(suiteNameIn)]);
  const known =
    files.length === 0 ? "name the file of a suite" : `there are: ${files.map(displayPath).join(", ")}`;
  const what = stats?.isDirectory() ? "is a folder, not a suite" : "is no suite: there is no such file";
  throw new MlxError("MLX_SUITE_NOT_FOUND", `${displayPath(typed)} ${what}`, {
    hint: near === undefined ? known : `did you mean ${displayPath(near)}?`,
    exitCode: 2,
  });
}

/**
 * The file of a suite that a setting names: from the repository's top, wherever the command was started.
 * @returns absolute. @throws {MlxError} `MLX_SUITE_NOT_FOUND`, exit 2.
 */
export function suiteOfSetting(root: string, named: string): string {
  const files = suiteFiles(root);
  const meant = files.find((file) => suiteNameIn(file) === named) ?? named;
  if (statSync(join(root, meant), { throwIfNoEntry: false })?.isFile()) return join(root, meant);
  const near = closest(named, [...files, ...files.map(suiteNameIn)]);
  throw new MlxError("MLX_SUITE_NOT_FOUND", `there is no suite ${displayPath(named)}`, {
    hint:
      near === undefined
        ? "name a suite of evals/, or its path from the repository's top"
        : `did you mean ${displayPath(near)}?`,
    exitCode: 2,
  });
}

/** The suites below `evals/` and promptfoo's file at the top, from the repository's top. */
function suiteFiles(root: string): string[] {
  const promptfoo = readdirSync(root).filter((name) => /^promptfooconfig\.ya?ml$/.test(name));
  return [...suitesInFolder(root), ...promptfoo];
}

/** By which a command line may name them: the name of a file in `evals/`, the path of any other. */
export function suiteNames(root: string): string[] {
  return suiteFiles(root).map(suiteNameIn);
}
