import type { YamlText } from "../core/plain-yaml.js";
import { decodePrompt } from "./decode-prompt.js";
import { emptyFrontMatter, type ReadFrontMatter, readFrontMatter } from "./front-matter/read-front-matter.js";
import { readFrontMatterYaml } from "./front-matter/read-yaml.js";
import type { PromptProblem } from "./problem.js";
import type { PromptSource, TextSource } from "./source.js";
import { type PromptParts, splitFrontMatter } from "./split-front-matter.js";
import type { Template } from "./template/ast.js";
import type { IncludeResolver } from "./template/include.js";
import { parseTemplate } from "./template/parse.js";
import type { FrontMatter, Prompt } from "./types.js";

export interface PromptFile {
  /** How messages name it: its path from the repository's top. */
  readonly file: string;
  readonly bytes: Uint8Array;
  /** The folder's name, which is the prompt's unless its front matter gives one. */
  readonly folder?: string;
  /** Finds files by their path from a file that includes them; short names are looked up before it is asked. */
  readonly include: IncludeResolver;
}

/** What could be made of a prompt's file. */
export interface ParsedPrompt {
  readonly source: PromptSource;
  /** What keeps it from rendering; errors all. */
  readonly problems: readonly PromptProblem[];
  /** What is amiss and does no harm, such as a byte order mark. */
  readonly warnings: readonly PromptProblem[];
  /** The front matter's name if it gives a valid one, else the folder's. */
  readonly name: string;
  /** There if nothing is wrong with this half. */
  readonly frontMatter?: FrontMatter;
  /** There if nothing is wrong with this half. */
  readonly template?: Template;
  /** There if nothing is wrong at all. */
  readonly prompt?: Prompt;
}

/**
 * Reads a prompt: every problem of its front matter and of its template at once. Asynchronous because the YAML library is
 * only loaded for front matter that needs all of YAML.
 */
export async function parsePrompt({
  file,
  bytes,
  folder = file,
  include,
}: PromptFile): Promise<ParsedPrompt> {
  const { source: text, problems, warnings } = decodePrompt(file, bytes);
  const parts: PromptParts = problems.length > 0 ? { bodyStart: 0 } : splitFrontMatter(text);
  const yaml = parts.yaml && (await readFrontMatterYaml(parts.yaml.text, text, parts.yaml.start));
  const source = promptSource(text, parts, yaml);
  const unread = parts.problem ? [...problems, parts.problem] : problems;
  if (unread.length > 0) return { source, problems: unread, warnings, name: folder };
  const front: ReadFrontMatter = yaml
    ? readFrontMatter(yaml)
    : { frontMatter: emptyFrontMatter, problems: [] };
  const { frontMatter } = front;
  const resolver = withShortNames(include, frontMatter.includes, source);
  const body = parseTemplate(source, parts.bodyStart, resolver);
  const name = frontMatter.name ?? folder;
  const template = body.problems.length === 0 ? body.template : undefined;
  const checked = front.problems.length === 0 ? frontMatter : undefined;
  return {
    source,
    problems: [...front.problems, ...body.problems],
    warnings,
    name,
    ...(checked && { frontMatter: checked }),
    ...(template && { template }),
    ...(checked && template && { prompt: { name, source, frontMatter: checked, template } }),
  };
}

function promptSource(text: TextSource, { yaml, bodyStart }: PromptParts, values?: YamlText): PromptSource {
  const top = () => text.locate(0);
  return {
    file: text.file,
    text: text.text,
    locate: text.locate,
    ...(yaml && { yaml }),
    bodyStart,
    locateValue: values ? (path) => values.locateValue(path) : top,
    locateKey: values ? (parent, key) => values.locateKey(parent, key) : top,
  };
}

/** A short name of the front matter goes before a file of that name, and stands for a path from the prompt's own folder. */
function withShortNames(
  include: IncludeResolver,
  shortNames: ReadonlyMap<string, string>,
  prompt: TextSource,
): IncludeResolver {
  return (path, from) => {
    const target = shortNames.get(path);
    return target === undefined ? include(path, from) : include(target, prompt);
  };
}
