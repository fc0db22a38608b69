import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { modelSettingsFile } from "../../registry/models/model-settings.js";
import { isItemName } from "../../registry/nouns.js";
import { itemFolder } from "../../registry/paths.js";
import { publishedNames } from "../../registry/read-item.js";
import { sameCommand, type TypedCommand } from "../../registry/same-command.js";
import type { RegistryNoun } from "../../registry/types.js";
import type { App } from "../app.js";
import { registryTree } from "./registry-tree.js";

/** Failures that a name of the other noun may be the reason of. */
const suspects: ReadonlySet<string> = new Set(["MLX_NOT_PUBLISHED", "MLX_PROMPT_NOT_FOUND", "MLX_REFERENCE"]);

/**
 * What to throw where a command of `noun` failed: if a word of it names something that only the other noun has, an error that says so and names
 * the command that works, with the code of the failure; else the failure itself.
 */
export async function otherNounError(
  app: App,
  noun: RegistryNoun,
  typed: TypedCommand,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof MlxError) || !suspects.has(error.code)) return error;
  const other = noun === "model" ? "prompt" : "model";
  const tree = await registryTree(app);
  const isThere = (of: RegistryNoun, name: string) =>
    publishedNames(tree, of).includes(name) ||
    (of === "model"
      ? tree.read(modelSettingsFile(name)) !== undefined
      : tree.paths.some((path) => path.startsWith(`${itemFolder(of, name)}/`)));
  for (const [at, word] of typed.words.entries()) {
    const [name = "", ref] = word.split("@");
    if (!isItemName(name) || isThere(noun, name) || !isThere(other, name)) continue;
    const reference = { name, ...(ref && { ref }) };
    const hint = sameCommand(other, reference, { ...typed, words: typed.words.slice(at) });
    return new MlxError(error.code, `${displayPath(name)} is a ${other}, not a ${noun}`, {
      ...{ hint: displayPath(hint), exitCode: error.exitCode, cause: error },
    });
  }
  return error;
}
