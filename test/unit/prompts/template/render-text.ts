import { MlxError } from "../../../../src/core/errors.js";
import type { PromptProblem } from "../../../../src/prompts/problem.js";
import type { IncludeResolver } from "../../../../src/prompts/template/include.js";
import { type ParsedTemplate, parseTemplate } from "../../../../src/prompts/template/parse.js";
import { renderTemplate } from "../../../../src/prompts/template/render.js";
import { textSource } from "../../../../src/prompts/text-source.js";
import type { Json, Message } from "../../../../src/prompts/types.js";

export type Files = Readonly<Record<string, string>>;

/** Finds includes among the files given, by their paths as written. */
export function includeFrom(files: Files): IncludeResolver {
  const sources = new Map(Object.entries(files).map(([path, text]) => [path, textSource(path, text)]));
  return (path) => {
    const source = sources.get(path);
    return source ? { source } : { problem: `there is no ${path}`, hint: "check the path" };
  };
}

export function parse(text: string, files: Files = {}): ParsedTemplate {
  return parseTemplate(textSource("p.md", text), 0, includeFrom(files));
}

/** What is wrong with a template, as `line:column message`. */
export function problems(text: string, files: Files = {}): string[] {
  return parse(text, files).problems.map(placed);
}

function placed({ file, line, column, message }: PromptProblem): string {
  return `${file === "p.md" ? "" : `${file}:`}${line}:${column} ${message}`;
}

/** The messages of a template. @param values an object, or entries where a name is a special one. */
export function render(
  text: string,
  values: Readonly<Record<string, Json>> | readonly (readonly [string, Json])[] = {},
  files: Files = {},
): Message[] {
  const { template, problems: wrong } = parse(text, files);
  if (wrong.length > 0) throw new Error(wrong.map(placed).join("\n"));
  const entries: readonly (readonly [string, Json])[] = isEntries(values) ? values : Object.entries(values);
  return renderTemplate(template, new Map(entries));
}

function isEntries(
  values: Readonly<Record<string, Json>> | readonly (readonly [string, Json])[],
): values is readonly (readonly [string, Json])[] {
  return Array.isArray(values);
}

/** The text of a template that is one message; empty if it says nothing. */
export function text(...args: Parameters<typeof render>): string {
  return render(...args)
    .map(({ content }) => content)
    .join("\n---\n");
}

/** How rendering fails, as `line:column message`, with its hint. */
export function refusal(...args: Parameters<typeof render>): { message: string; hint: string | undefined } {
  try {
    render(...args);
  } catch (error) {
    if (!(error instanceof MlxError)) throw error;
    if (error.code !== "MLX_TEMPLATE" || error.exitCode !== 2) throw error;
    const { file, line, column } = error.at ?? { file: "nowhere", line: 0, column: 0 };
    const place = `${file === "p.md" ? "" : `${file}:`}${line}:${column}`;
    return { message: `${place} ${error.message}`, hint: error.hint };
  }
  throw new Error("it was rendered");
}
