import { MlxError } from "../core/errors.js";
import { displayPath } from "../core/visible-text.js";
import { isJson, whyNotJson } from "../prompts/json-value.js";
import type { Json } from "../prompts/types.js";

/**
 * The values that a program gives, by name. One that is `undefined` counts as not given.
 * @throws {MlxError} `MLX_PROMPT_INPUT` for one that JSON cannot hold, such as a function.
 */
export function givenValues(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, Json> {
  const given = new Map<string, Json>();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    if (!isJson(value)) {
      throw new MlxError("MLX_PROMPT_INPUT", `${displayPath(name)}: ${whyNotJson(value)}`, {
        hint: "give text, numbers, booleans, lists and plain objects",
        exitCode: 2,
      });
    }
    given.set(name, value);
  }
  return given;
}
