import type { Problem, SourceLocation } from "../../core/errors.js";
import { readPlainYaml, type YamlText } from "../../core/plain-yaml.js";
import type { YamlPath } from "../../core/yaml-source.js";
import type { TextSource } from "../../prompts/source.js";
import { textSource } from "../../prompts/text-source.js";
import { afterSpace, type JsonMember, jsonMembers } from "../data/json-members.js";

/** Most problems of the YAML itself that are told: one slip makes its reader stumble again and again. */
const mostProblems = 10;

/**
 * Reads YAML or JSON. What is JSON is read as that, and the plain part of YAML by its quick reader, for both take a hundredth
 * of the time; places are found when they are asked for.
 */
export async function readSuiteYaml(text: string, file: string): Promise<YamlText> {
  const source = textSource(file, text);
  const json = parsedJson(text);
  if (json !== undefined) return new JsonText(json.value, source);
  const plain = readPlainYaml(text, (offset) => source.locate(offset));
  if (plain !== undefined) return plain;
  const { YamlSource } = await import("../../core/yaml-source.js");
  try {
    const yaml = new YamlSource(text, file);
    // The library reads nested collections by recursion, and tells of its own end as of a fault in the text.
    if (yaml.problems.some(({ message }) => message.includes("call stack"))) return tooDeep(file);
    if (yaml.problems.length <= mostProblems) return yaml;
    const problems = yaml.problems.slice(0, mostProblems);
    return { value: undefined, problems, locateValue: top(file), locateKey: top(file) };
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(file);
    throw error;
  }
}

function tooDeep(file: string): YamlText {
  const message = "the file is nested too deep to be read";
  return {
    value: undefined,
    problems: [{ ...top(file)(), message }],
    locateValue: top(file),
    locateKey: top(file),
  };
}

function top(file: string): () => SourceLocation {
  return () => ({ file, line: 1, column: 1 });
}

function parsedJson(text: string): { readonly value: unknown } | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** JSON whose parts can be found again. */
class JsonText implements YamlText {
  readonly problems: readonly Problem[];

  constructor(
    readonly value: unknown,
    private readonly source: TextSource,
  ) {
    this.problems = repeatedKeys(source);
  }

  locateValue(path: YamlPath): SourceLocation {
    return this.source.locate(this.#find(path).start);
  }

  locateKey(parent: YamlPath, key: PropertyKey): SourceLocation {
    return this.source.locate(this.#find([...parent, key]).keyStart);
  }

  /** Of what is absent, its nearest parent. */
  #find(path: YamlPath): JsonMember {
    const { text } = this.source;
    const start = afterSpace(text, 0);
    let member: JsonMember = { keyStart: start, start };
    for (const part of path) {
      const inside = /[[{]/.test(text[member.start] ?? "") ? memberOf(text, member.start, part) : undefined;
      if (inside === undefined) return member;
      member = inside;
    }
    return member;
  }
}

function memberOf(text: string, open: number, part: PropertyKey): JsonMember | undefined {
  let index = 0;
  for (const member of jsonMembers(text, open)) {
    if ((member.key ?? String(index)) === String(part)) return member;
    index++;
  }
  return undefined;
}

/** Keys of the whole that are given more than once: the reader of JSON takes the last of them, and tells nobody. */
function repeatedKeys({ text, locate }: TextSource): Problem[] {
  const start = afterSpace(text, 0);
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const { key, keyStart } of text[start] === "{" ? jsonMembers(text, start) : []) {
    if (key !== undefined && seen.has(key)) {
      problems.push({
        ...locate(keyStart),
        message: `the key ${JSON.stringify(key)} is given twice; keep one`,
      });
    }
    seen.add(key ?? "");
  }
  return problems;
}
