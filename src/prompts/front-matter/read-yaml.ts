import type { SourceLocation } from "../../core/errors.js";
import { readPlainYaml, type YamlText } from "../../core/plain-yaml.js";
import type { TextSource } from "../source.js";

/** Most characters of front matter. To read as many by all of YAML's rules takes a second. */
const largest = 1024 * 1024;

const mostProblems = 10;

/** Front matter starts on the second line of its file. */
const linesBefore = 1;

/**
 * Reads the YAML of front matter, with the places of the whole file. The YAML library is only loaded for what the quick
 * reader leaves to it.
 * @param start where it stands in `source`.
 */
export async function readFrontMatterYaml(
  text: string,
  source: TextSource,
  start: number,
): Promise<YamlText> {
  if (text.length > largest) {
    return refused(source, `the front matter has ${text.length} characters; ${largest} is the most`);
  }
  const plain = readPlainYaml(text, (offset) => source.locate(start + offset));
  if (plain) return plain;
  const { readYaml } = await import("../../core/read-yaml.js");
  return shifted(readYaml(text, source.file));
}

function shifted(yaml: YamlText): YamlText {
  const shift = <At extends SourceLocation>(at: At): At => ({ ...at, line: at.line + linesBefore });
  return {
    value: yaml.value,
    // One slip makes the library stumble again and again; what comes first is what matters.
    problems: yaml.problems.slice(0, mostProblems).map(shift),
    locateValue: (path) => shift(yaml.locateValue(path)),
    locateKey: (parent, key) => shift(yaml.locateKey(parent, key)),
  };
}

function refused(source: TextSource, message: string): YamlText {
  const at = { file: source.file, line: 1 + linesBefore, column: 1 };
  return { value: undefined, problems: [{ ...at, message }], locateValue: () => at, locateKey: () => at };
}
