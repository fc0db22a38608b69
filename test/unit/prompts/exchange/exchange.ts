import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { MlxError } from "../../../../src/core/errors.js";
import { importDotprompt } from "../../../../src/prompts/exchange/dotprompt/import.js";
import { importGithub } from "../../../../src/prompts/exchange/github/import.js";
import { importOpenai } from "../../../../src/prompts/exchange/openai/import.js";
import { importPromptfoo } from "../../../../src/prompts/exchange/promptfoo/import.js";
import { importPrompty } from "../../../../src/prompts/exchange/prompty/import.js";
import type { ExchangeFormat, ImportedPrompt } from "../../../../src/prompts/exchange/types.js";
import { inputValues } from "../../../../src/prompts/inputs.js";
import { parsePrompt } from "../../../../src/prompts/parse-prompt.js";
import { renderPrompt } from "../../../../src/prompts/render-prompt.js";
import { textSource } from "../../../../src/prompts/text-source.js";
import type { Json, Message, Prompt } from "../../../../src/prompts/types.js";
import { promptText } from "../../../../src/prompts/write-front-matter.js";

const folder = fileURLToPath(new URL("../../../fixtures/prompt-exchange/", import.meta.url));

export function fixture(path: string): string {
  return readFileSync(join(folder, path), "utf8");
}

const endings: Readonly<Record<ExchangeFormat, string>> = {
  dotprompt: "p.prompt",
  prompty: "p.prompty",
  github: "p.prompt.yml",
  promptfoo: "p.txt",
  openai: "p.json",
};

/** @param files by path: what the text may take in. @param file its name; promptfoo tells its forms by it. */
export function importText(
  format: ExchangeFormat,
  text: string,
  { files = {}, file = endings[format], pick }: ImportOptions = {},
): ImportedPrompt {
  const source = textSource(file, text);
  const find = (path: string) => {
    const found = files[path];
    return found === undefined ? `there is no file ${path}` : textSource(path, found);
  };
  switch (format) {
    case "dotprompt":
      return importDotprompt(source, (name) => find(name));
    case "prompty":
      return importPrompty(source, (path) => {
        const found = files[path];
        if (found === undefined) return { problem: `there is no file ${path}` };
        return { value: path.endsWith(".json") ? JSON.parse(found) : found };
      });
    case "github":
      return importGithub(source);
    case "promptfoo":
      return importPromptfoo(source, { pick, find });
    case "openai":
      return importOpenai(source);
  }
}

interface ImportOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly pick?: string;
}

/** Imports a fixture with the partials beside it. */
export function importFixture(format: ExchangeFormat, path: string): ImportedPrompt {
  const partial = (name: string) => join(folder, dirname(path), dirname(name), `_${basename(name)}.prompt`);
  if (format !== "dotprompt") return importText(format, fixture(path), { file: basename(path) });
  return importDotprompt(textSource(basename(path), fixture(path)), (name) =>
    existsSync(partial(name)) ? textSource(name, readFileSync(partial(name), "utf8")) : `there is no ${name}`,
  );
}

/** What an import failed with: its problems as `line:column message`. */
export function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.problems.length === 0
      ? [error.message]
      : error.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
  }
  return [];
}

/** What was lost: `line:column what`. */
export function lossesOf({ dropped }: Pick<ImportedPrompt, "dropped">): readonly string[] {
  return dropped.map(({ what, line, column }) => `${line}:${column} ${what}`);
}

/** The prompt that would be written. Fails if it is not valid. */
export async function promptOf(imported: ImportedPrompt, name = "p"): Promise<Prompt> {
  return parsed(promptText({ name, ...imported.frontMatter, body: imported.body }));
}

/** Fails if the text is no valid prompt. */
export async function parsed(text: string): Promise<Prompt> {
  const include = () => ({ problem: "nothing is included" });
  const result = await parsePrompt({ file: "p/prompt.md", bytes: Buffer.from(text), folder: "p", include });
  expect(result.problems).toEqual([]);
  if (!result.prompt) throw new Error("no prompt");
  return result.prompt;
}

export function render(prompt: Prompt, inputs: Readonly<Record<string, Json>>): readonly Message[] {
  const values = new Map(Object.entries(inputs));
  return renderPrompt(prompt, inputValues(prompt, { texts: new Map(), values })).messages;
}
