import { MlxError } from "../core/errors.js";
import { displayPath } from "../core/visible-text.js";
import { isItemName, itemNameForm } from "./nouns.js";

/** What `name`, `name@2.4.0` and `name@stable` mean. Without `ref` it is the working copy. */
export interface Reference {
  readonly name: string;
  /** A version or an alias, not looked up yet. */
  readonly ref?: string;
}

/** @param what a reference means, for messages. @throws {MlxError} `MLX_REFERENCE`, exit 2. */
export function parseReference(text: string, what = "prompt"): Reference {
  const [name = "", ref, ...rest] = text.split("@");
  if (!isItemName(name) || rest.length > 0 || ref === "") {
    const form = isItemName(name) ? "write NAME, NAME@VERSION or NAME@ALIAS" : `a name is ${itemNameForm}`;
    throw new MlxError("MLX_REFERENCE", `${JSON.stringify(displayPath(text))} names no ${what}`, {
      hint: form,
      exitCode: 2,
    });
  }
  return { name, ...(ref !== undefined && { ref }) };
}

/** A name alone. @param what it names, for messages. @throws {MlxError} `MLX_REFERENCE`, exit 2. */
export function requireName(text: string, what = "prompt"): string {
  const { name, ref } = parseReference(text, what);
  if (ref === undefined) return name;
  throw new MlxError(
    "MLX_REFERENCE",
    `${JSON.stringify(displayPath(text))} names a version, and a name is wanted here`,
    {
      hint: `leave @${displayPath(ref)} out`,
      exitCode: 2,
    },
  );
}

/**
 * Of a reference that names no version, where one is needed.
 * @param what the item: `penguins`, `the model penguins`. @param hint how to name one. @param why one is needed, if that needs saying.
 */
export function whichVersion(what: string, hint: string, why?: string): MlxError {
  const reason = why === undefined ? "" : `: ${why}`;
  return new MlxError("MLX_REFERENCE", `say which version of ${what} is meant${reason}`, {
    hint,
    exitCode: 2,
  });
}
