import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { isItemName, itemNameForm } from "../../registry/nouns.js";
import type { RegistryNoun } from "../../registry/types.js";

// A version or a file at first sight, and names that Windows keeps for devices.
const misleading =
  /\.(?:md|json|ya?ml|prompt|txt)$|\.$|^v?\d+(?:\.\d+)+$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

const words = {
  prompt: { code: "MLX_PROMPT_NAME", folders: "prompts have no folders of their own" },
  model: { code: "MLX_MODEL_NAME", folders: "models have no folders of their own" },
} as const;

/**
 * What an item that is there already may be called, and more: what people would take for something else is kept from new ones.
 * @throws {MlxError} `MLX_PROMPT_NAME` or `MLX_MODEL_NAME`, exit 2.
 */
export function requireNewName(noun: RegistryNoun, name: string): void {
  const { code, folders } = words[noun];
  const refuse = (reason: string, hint: string) =>
    new MlxError(code, `a ${noun} cannot be called ${JSON.stringify(displayPath(name))}: ${reason}`, {
      hint,
      exitCode: 2,
    });
  if (name.startsWith("_"))
    throw refuse("names with _ in front are kept for mlx, such as _partials", "leave it out");
  if (name.includes("/") || name.includes("\\")) throw refuse(folders, "use - instead");
  if (name.includes("@")) throw refuse("the @ stands before a version or an alias", "leave it out");
  if (!isItemName(name)) throw refuse(`a name is ${itemNameForm}`, "choose another name");
  if (misleading.test(name)) throw refuse("it reads as a file, a version or a device", "choose another name");
}
