import { MlxError, type Problem } from "../core/errors.js";
import { readYaml } from "../core/read-yaml.js";
import { decodePrompt } from "./decode-prompt.js";
import { isJsonMapping, whyNotJson } from "./json-value.js";
import type { Json } from "./types.js";

/**
 * The inputs that a JSON or YAML file gives: a mapping of names to values.
 * @param file how messages name it. @throws {MlxError} `MLX_PROMPT_VARS`, exit 2, with every problem and its place.
 */
export function readInputFile(file: string, bytes: Uint8Array): ReadonlyMap<string, Json> {
  const { source, problems } = decodePrompt(file, bytes);
  if (problems.length > 0) throw refused(file, problems);
  const { value, problems: wrong } = parse(source.text, file);
  if (wrong.length > 0) throw refused(file, wrong);
  if (!isJsonMapping(value)) {
    const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
    const message =
      (isMapping ? whyNotJson(value) : undefined) ?? "expected a mapping of input names to values";
    throw refused(file, [{ file, line: 1, column: 1, message }]);
  }
  return new Map(Object.entries(value));
}

/** JSON is tried first, since reading it takes a fiftieth of the time. */
function parse(
  text: string,
  file: string,
): { readonly value: unknown; readonly problems: readonly Problem[] } {
  try {
    return { value: JSON.parse(text), problems: [] };
  } catch {
    return readYaml(text, file);
  }
}

function refused(file: string, problems: readonly Problem[]): MlxError {
  const [only, ...more] = problems;
  const message =
    only && more.length === 0 ? only.message : `${file} cannot be read: ${problems.length} problems`;
  return new MlxError("MLX_PROMPT_VARS", message, {
    hint: 'give a JSON or YAML mapping: {"question": "How do I pay?"}',
    exitCode: 2,
    problems,
  });
}
