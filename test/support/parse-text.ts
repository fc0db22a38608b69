import { type ParsedPrompt, parsePrompt } from "../../src/prompts/parse-prompt.js";

/** Reads a prompt's text or bytes as `prompts/p/prompt.md`, which includes nothing. */
export function parseText(content: string | Uint8Array): Promise<ParsedPrompt> {
  return parsePrompt({
    file: "p.md",
    bytes: typeof content === "string" ? new TextEncoder().encode(content) : content,
    folder: "p",
    include: (path) => ({ problem: `there is no ${path}` }),
  });
}

/** What is wrong with a prompt, as people see it: `line:column message`. */
export async function problemsOf(content: string | Uint8Array): Promise<string[]> {
  const { problems } = await parseText(content);
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

/** The front matter of a prompt whose YAML this is. @throws if it is not valid. */
export async function frontMatterOf(yaml: string) {
  const { frontMatter, problems } = await parseText(`---\n${yaml}\n---\nhello\n`);
  if (!frontMatter) throw new Error(JSON.stringify(problems));
  return frontMatter;
}
