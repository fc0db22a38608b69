import type { YamlText } from "./plain-yaml.js";
import { YamlSource } from "./yaml-source.js";

/**
 * Reads YAML however deep it nests. The library goes down by recursion: where its stack ends it throws, or tells of that as of
 * a fault in the text.
 * @param file how messages name it.
 */
export function readYaml(text: string, file: string): YamlText {
  try {
    const yaml = new YamlSource(text, file);
    if (!yaml.problems.some(({ message }) => message.includes("call stack"))) return yaml;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  const top = { file, line: 1, column: 1 };
  const problems = [{ ...top, message: "the YAML is nested too deep to be read" }];
  return { value: undefined, problems, locateValue: () => top, locateKey: () => top };
}
