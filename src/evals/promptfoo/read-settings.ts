import type { FieldPath, JsonMapping } from "../../prompts/front-matter/field-reader.js";
import type { Json } from "../../prompts/types.js";
import type { SuiteSource } from "../suite/suite-source.js";
import type { Reading } from "./reading.js";

/** Settings that may stand in a file of JSON or YAML. */
const inFiles = ["tools", "functions", "tool_choice", "response_format"];

/** Settings of a provider, wherever they are written: in its own `config`, in that of a prompt, in the options of a test. */
export function readSettings(
  reading: Reading,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): JsonMapping | undefined {
  const config = source.fields.jsonMapping(value, path);
  if (!config) return undefined;
  const loaded: Record<string, Json> = {};
  for (const key of inFiles) {
    const setting = config[key];
    const name =
      typeof setting === "string" ? /^file:\/\/(.+\.(?:json|ya?ml))$/.exec(setting)?.[1] : undefined;
    const held = name === undefined ? undefined : reading.fileValue(source, name, [...path, key]);
    if (held !== undefined) loaded[key] = held;
  }
  return { ...config, ...loaded };
}
