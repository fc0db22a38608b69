import { readPrompt } from "../../src/prompts/read-prompt.js";
import type { Prompt } from "../../src/prompts/types.js";

/** A prompt of this text, with other files beside it by their paths. @throws if it is not valid. */
export async function promptFrom(
  text: string,
  files: Readonly<Record<string, string>> = {},
): Promise<Prompt> {
  const path = "prompts/test/prompt.md";
  const all = new Map(Object.entries({ ...files, [path]: text }));
  const read = (name: string) => {
    const found = all.get(name);
    return found === undefined ? undefined : new TextEncoder().encode(found);
  };
  const parsed = await readPrompt({ paths: [...all.keys()].sort(), read }, path);
  if (!parsed?.prompt) throw new Error(JSON.stringify(parsed?.problems));
  return parsed.prompt;
}
