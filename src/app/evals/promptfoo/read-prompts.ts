import { shellQuote } from "../../../core/shell-quote.js";
import { closest } from "../../../core/suggest.js";
import { readSettings } from "../../../evals/promptfoo/read-settings.js";
import { leaveOut } from "../../../evals/promptfoo/reading.js";
import { withUniqueLabels } from "../../../evals/promptfoo/unique-labels.js";
import { namesScript } from "../../../evals/suite/read-script.js";
import type { SuiteSource } from "../../../evals/suite/suite-source.js";
import type { SuitePrompt } from "../../../evals/types.js";
import type { FieldPath } from "../../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../../prompts/json-value.js";
import { filePrompts } from "./file-prompts.js";
import { isPattern } from "./glob-files.js";
import type { PromptfooFiles } from "./promptfoo-files.js";

/** What promptfoo takes for the prompts of a file without any. */
const wholePrompt = "{{prompt}}";

/** Endings by which a word is taken for a file that must be there. */
const fileName = /^[^\s{}]+\.(?:txt|md|j2|json|jsonl|ya?ml|csv|[cm]?[jt]s|py)(?::[\w$.]+)?$/;
const services = /^(?:langfuse|portkey|helicone|https?|s3|az):\/\//;
const keys = ["id", "label", "raw", "config", "display"];

/** Reads the prompts of a suite: texts, files, functions and programs. */
export async function readPrompts(
  files: PromptfooFiles,
  source: SuiteSource,
  value: unknown,
): Promise<readonly SuitePrompt[]> {
  const path = ["prompts"];
  if (value === undefined || value === null) return [template(source, wholePrompt, wholePrompt, path)];
  const prompts: SuitePrompt[] = [];
  const add = async (item: unknown, at: FieldPath) => {
    prompts.push(...(await readPrompt(files, source, item, at)));
  };
  if (isMapping(value)) {
    for (const [written, label] of Object.entries(value)) {
      const at = [...path, written];
      const text = source.fields.text(label, at);
      const read = await fromText(files, source, written, at);
      prompts.push(...labelled(read, text));
    }
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) await add(item, [...path, index]);
  } else await add(value, path);
  if (prompts.length === 0 && files.problems.length === 0) source.fields.refuse(path, "there are no prompts");
  return withUniqueLabels(prompts);
}

async function readPrompt(
  files: PromptfooFiles,
  source: SuiteSource,
  value: unknown,
  path: FieldPath,
): Promise<readonly SuitePrompt[]> {
  if (typeof value === "string") return fromText(files, source, value, path);
  const given = source.fields.mapping(value, path, "a prompt: a text, a file, or {label: NAME, raw: TEXT}");
  if (!given) return [];
  for (const key of given.keys()) {
    if (!keys.includes(key)) {
      const meant = closest(key, keys);
      leaveOut(
        files,
        source,
        [...path, key],
        key,
        meant === undefined ? "a prompt has no such part" : `did you mean ${meant}?`,
      );
    }
  }
  const name = given.has("raw") ? "raw" : "id";
  const text = source.fields.text(given.get(name), [...path, name]);
  const label = given.has("label") ? source.fields.text(given.get("label"), [...path, "label"]) : undefined;
  const settings = given.get("config") ?? undefined;
  const config = settings && readSettings(files, source, settings, [...path, "config"]);
  const prompts = text === undefined ? [] : await fromText(files, source, text, [...path, name]);
  // Beside a text, `id` is a name; alone it is the prompt.
  const id = name === "raw" && typeof given.get("id") === "string" ? String(given.get("id")) : undefined;
  const named = prompts.map((prompt) => ({
    ...prompt,
    ...(id !== undefined && { id }),
    ...(config && { config }),
  }));
  return labelled(named, label);
}

/** One prompt takes the label as its name; of several, each keeps what tells it from the others. */
function labelled(prompts: readonly SuitePrompt[], label: string | undefined): readonly SuitePrompt[] {
  if (label === undefined) return prompts;
  return prompts.length === 1
    ? prompts.map((prompt) => ({ ...prompt, label }))
    : prompts.map((prompt) => ({ ...prompt, label: `${label}: ${prompt.label}` }));
}

async function fromText(
  files: PromptfooFiles,
  source: SuiteSource,
  written: string,
  path: FieldPath,
): Promise<readonly SuitePrompt[]> {
  const at = source.place(path);
  if (written.startsWith("exec:")) {
    const command = written.slice("exec:".length).trim();
    return [{ label: command, body: { kind: "exec", command: inPlace(files, command) }, at }];
  }
  if (services.test(written)) {
    source.fields.refuse(
      path,
      `${written}: prompts are read from files alone`,
      "save its text in a file of the repository",
    );
    return [];
  }
  if (!written.startsWith("file://") && !isFile(files, written))
    return [template(source, written, written, path)];
  const [, name = written, functionName] = /^(.+\.(?:[cm]?[jt]s|py))(?::([\w$.]+))$/.exec(written) ?? [];
  const prompts: SuitePrompt[] = [];
  for (const file of files.matches(source, name, path)) {
    prompts.push(...(await oneFile(files, source, file, functionName, path)));
  }
  return prompts;
}

/** A program that is a file beside the suite is called by its path. */
function inPlace(files: PromptfooFiles, command: string): string {
  const [program = "", ...rest] = command.split(" ");
  return program.includes("/") || !files.has(program) ? command : [`./${program}`, ...rest].join(" ");
}

function isFile(files: PromptfooFiles, written: string): boolean {
  if (written.includes("\n") || written.includes("{{")) return false;
  if (fileName.test(written)) return true;
  const name = written.trim();
  return name !== "" && (files.has(name) || (isPattern(name) && /\/|\.\w+$/.test(name) && !/\s/.test(name)));
}

async function oneFile(
  files: PromptfooFiles,
  source: SuiteSource,
  file: string,
  functionName: string | undefined,
  path: FieldPath,
): Promise<readonly SuitePrompt[]> {
  const at = source.place(path);
  const found = files.locate(source, file, path);
  if (!found) return [];
  const label = functionName === undefined ? file : `${file}:${functionName}`;
  if (/\.py$/i.test(file) && functionName === undefined) {
    return [{ label, body: { kind: "exec", command: `${files.python} ${shellQuote(found.path)}` }, at }];
  }
  if (namesScript(`file://${file}`)) {
    const language = /\.py$/i.test(file) ? "python" : "javascript";
    const script = {
      language,
      file: found.path,
      ...(functionName !== undefined && { functionName }),
      at,
    } as const;
    return [{ label, body: { kind: "script", script }, at }];
  }
  return filePrompts(source, found, file, path);
}

function template(source: SuiteSource, text: string, label: string, path: FieldPath): SuitePrompt {
  return { label, body: { kind: "template", text }, at: source.place(path) };
}
