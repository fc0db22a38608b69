import { MlxError } from "../../core/errors.js";
import { displayPath } from "../../core/visible-text.js";
import { isItemName, itemNameForm } from "../../registry/nouns.js";

// A version or a file at first sight, and names that Windows keeps for devices.
const misleading =
  /\.(?:md|json|ya?ml|prompt|txt)$|\.$|^v?\d+(?:\.\d+)+$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * What a prompt that is there already may be called, and more: what people would take for something else is kept from new ones.
 * @throws {MlxError} `MLX_PROMPT_NAME`, exit 2.
 */
export function requireNewName(name: string): void {
  const refuse = (reason: string, hint: string) =>
    new MlxError(
      "MLX_PROMPT_NAME",
      `a prompt cannot be called ${JSON.stringify(displayPath(name))}: ${reason}`,
      {
        hint,
        exitCode: 2,
      },
    );
  if (name.startsWith("_"))
    throw refuse("names with _ in front are kept for mlx, such as _partials", "leave it out");
  if (name.includes("/") || name.includes("\\"))
    throw refuse("prompts have no folders of their own", "use - instead");
  if (name.includes("@")) throw refuse("the @ stands before a version or an alias", "leave it out");
  if (!isItemName(name)) throw refuse(`a name is ${itemNameForm}`, "choose another name");
  if (misleading.test(name)) throw refuse("it reads as a file, a version or a device", "choose another name");
}
