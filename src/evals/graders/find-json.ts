import { MlxError } from "../../core/errors.js";
import { isJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";

/** What a text may be read over and over for brackets that belong together: times its length. */
const mostPasses = 50;

/**
 * The JSON objects and lists that stand in a text, outermost first to last. What models write for JSON counts too, where YAML can read
 * it: trailing commas, comments, single quotes, bare keys.
 * @throws {MlxError} `MLX_GRADER` for a text whose brackets cannot be told apart in reasonable time.
 */
export async function* jsonIn(text: string): AsyncGenerator<Json> {
  let work = mostPasses * Math.max(text.length, 10_000);
  for (let start = 0; start < text.length; start++) {
    if (text[start] !== "{" && text[start] !== "[") continue;
    const end = closingOf(text, start);
    work -= (end ?? text.length) - start;
    if (work < 0) {
      throw new MlxError(
        "MLX_GRADER",
        "the output has too many brackets that belong to nothing to look for JSON in it",
      );
    }
    if (end === undefined) continue;
    const value = await readLoosely(text.slice(start, end));
    if (value === undefined) continue;
    yield value;
    start = end - 1;
  }
}

/** Behind the bracket that closes the one at `start`; brackets in texts do not count. */
function closingOf(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = endOfText(text, at);
      if (end !== undefined) at = end;
    } else if (character === "{" || character === "[") depth++;
    else if ((character === "}" || character === "]") && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Where a quoted text ends that does not run over the line's end. */
function endOfText(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '"') return at;
    if (character === "\n") return undefined;
    if (character === "\\") at++;
  }
  return undefined;
}

async function readLoosely(text: string): Promise<Json | undefined> {
  try {
    return JSON.parse(text);
  } catch {
    return text.startsWith("{") && text.includes(":") && text.length <= 100_000 ? readYaml(text) : undefined;
  }
}

async function readYaml(text: string): Promise<Json | undefined> {
  const { YamlSource } = await import("../../core/yaml-source.js");
  const { value, problems } = new YamlSource(
    text.replace(/^(\s*)\/\/.*$|([,{[\s])\s*\/\/.*$/gm, "$1$2"),
    "output",
  );
  return problems.length === 0 && typeof value === "object" && isJson(value) ? value : undefined;
}
