import { MlxError } from "../../core/errors.js";
import type { FileTree } from "../../core/file-tree.js";
import { namesHint } from "../../core/suggest.js";
import { publishCommand } from "../../registry/noun-commands.js";
import { itemFolder } from "../../registry/paths.js";
import { publishedNames, type RegistryItem, readItem } from "../../registry/read-item.js";
import { requireName } from "../../registry/reference.js";
import type { RegistryNoun } from "../../registry/types.js";

/**
 * What the registry holds under a name.
 * @throws {MlxError} `MLX_REFERENCE` or `MLX_NOT_PUBLISHED`, exit 2.
 */
export function requireItem(tree: FileTree, noun: RegistryNoun, typed: string): RegistryItem {
  const name = requireName(typed, noun);
  const item = readItem(tree, noun, name);
  if (isPublished(item)) return item;
  throw notPublished(tree, [noun], name);
}

/** Whether there is anything that was released under that name. */
export function isPublished({ versions, events, aliases }: RegistryItem): boolean {
  return versions.length + events.length + aliases.length > 0;
}

/** @param nouns those under which the name was looked for. */
export function notPublished(tree: FileTree, nouns: readonly RegistryNoun[], name: string): MlxError {
  const what = nouns.join(" or ");
  const done = nouns.includes("prompt") ? "published" : "registered";
  return new MlxError("MLX_NOT_PUBLISHED", `no version of the ${what} ${name} has been ${done}`, {
    hint: whatInstead(tree, nouns, name, done),
    exitCode: 2,
  });
}

function whatInstead(tree: FileTree, nouns: readonly RegistryNoun[], name: string, done: string): string {
  const begun = nouns.find((noun) =>
    tree.paths.some((path) => path.startsWith(`${itemFolder(noun, name)}/`)),
  );
  if (begun !== undefined)
    return `${begun === "prompt" ? "publish" : "register"} one: ${publishCommand(begun, name)}`;
  const known = [...new Set(nouns.flatMap((noun) => publishedNames(tree, noun)))];
  if (known.length === 0) {
    const commands = nouns.map((noun) => publishCommand(noun, "NAME"));
    return `nothing has been ${done} here yet: ${commands.join(", or ")}`;
  }
  return namesHint(name, known, known.length === 1 ? `${done} is` : `${done} are`);
}
