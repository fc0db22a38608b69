import type { SourceLocation } from "../../../core/errors.js";
import { isMapping, parseJson } from "../../json-value.js";
import type { TextSource } from "../../source.js";
import type { Conversion } from "../conversion.js";
import { child, type Located, textOf } from "../located.js";
import { readJson, readYaml } from "../read-located.js";
import { TextMap } from "../text-map.js";

/** One of the prompts that a file of promptfoo has. */
export interface PromptfooChoice {
  /** What promptfoo calls it; absent where it has no name of its own. */
  readonly label?: string | undefined;
  readonly at: SourceLocation;
  /** A text for the user, messages, or why this one cannot be imported, which is nothing to the others. */
  readonly content:
    | { readonly text: TextSource }
    | { readonly messages: Located }
    | { readonly refusal: string; readonly hint?: string };
  /** Settings for the provider. */
  readonly config?: Located | undefined;
}

/** Finds a file that a configuration names; a string says why there is none. */
export type FileFinder = (path: string) => TextSource | string;

const functionFile = /\.(?:[cm]?[jt]s|py|rb|sh|bash|exe|bat|cmd|ps1|pl|go)(?::\w[\w.]*)?$/i;
const textFile = /\.(?:txt|md|j2|json|ya?ml)$/i;

/**
 * The prompts of a file: one text or several between `---` lines, messages as JSON or YAML, or the `prompts` of a
 * configuration.
 * @see https://www.promptfoo.dev/docs/configuration/prompts/
 */
export function promptfooChoices(
  source: TextSource,
  find: FileFinder,
  conversion: Conversion,
): PromptfooChoice[] {
  const { file, text } = source;
  if (/\.json$/i.test(file)) return structured(readJson(source), find, conversion);
  if (/\.ya?ml$/i.test(file))
    return structured(readYaml({ source, start: 0, end: text.length }), find, conversion);
  if (/\.(?:md|j2)$/i.test(file)) return [{ at: source.locate(0), content: { text: source } }];
  return separated(source);
}

/** A line that is exactly `---` ends a prompt; blank ones do not count. */
function separated(source: TextSource): PromptfooChoice[] {
  const choices: PromptfooChoice[] = [];
  const add = (start: number, end: number) => {
    const text = source.text.slice(start, end);
    const from = start + (text.length - text.trimStart().length);
    if (text.trim() === "") return;
    const map = new TextMap(source);
    map.append(text.trim(), from);
    choices.push({ at: source.locate(from), content: { text: map.source() } });
  };
  let start = 0;
  for (const match of source.text.matchAll(/^[ \t]*---[ \t]*\r?$/gm)) {
    add(start, match.index);
    start = match.index + match[0].length;
  }
  add(start, source.text.length);
  return choices;
}

function structured(file: Located, find: FileFinder, conversion: Conversion): PromptfooChoice[] {
  if (file.items.length > 0) return [{ at: file.at, content: { messages: file } }];
  const prompts = child(file, "prompts");
  if (!prompts) {
    const messages = child(file, "messages");
    if (messages) return [{ at: messages.at, content: { messages }, config: file }];
    conversion.refuse(
      "the file has no prompts",
      file.at,
      "it is to have prompts, or be a list of {role, content}",
    );
    return [];
  }
  for (const { key, keyAt } of file.entries) {
    if (key === "tests" || key === "scenarios" || key === "defaultTest") {
      conversion.drop(key, keyAt, "tests of a prompt are no part of it; they make a suite of their own");
    } else if (key === "providers" || key === "targets") {
      conversion.drop(
        key,
        keyAt,
        "promptfoo chooses models apart from its prompts; set the model in the prompt",
      );
    } else if (key !== "prompts" && key !== "description") {
      conversion.drop(key, keyAt, "it is not a part of a prompt");
    }
  }
  const entries = typeof prompts.value === "string" ? [prompts] : prompts.items;
  return entries.flatMap((entry) => configured(entry, find, conversion));
}

/** An entry of `prompts`: a text, a file's name, or a mapping with `raw`, `id`, `label` and `config`. */
function configured(entry: Located, find: FileFinder, conversion: Conversion): PromptfooChoice[] {
  const raw = isMapping(entry.value) ? (child(entry, "raw") ?? child(entry, "id")) : entry;
  const text = textOf(raw);
  if (!raw || text === undefined) {
    return [refused(entry.at, "an entry of prompts is a text, or a mapping with raw or id")];
  }
  const label =
    textOf(child(entry, "label")) ?? (raw === child(entry, "raw") ? textOf(child(entry, "id")) : undefined);
  const config = child(entry, "config");
  if (text.startsWith("exec:") || functionFile.test(text)) {
    return [refused(raw.at, `${text} is a program; only texts and messages can be imported`)];
  }
  if (/^(?:langfuse|portkey|helicone):\/\//.test(text)) {
    const hint = "save its text to a file, and import that";
    return [refused(raw.at, `${text} is in another service`, hint)];
  }
  const path = text.startsWith("file://")
    ? text.slice("file://".length)
    : !text.includes("\n") && textFile.test(text)
      ? text
      : undefined;
  if (path !== undefined) {
    const found = find(path);
    if (typeof found !== "string") {
      return promptfooChoices(found, find, conversion).map((choice) => ({
        ...choice,
        at: raw.at,
        label: choice.label ?? label,
        config: choice.config ?? config,
      }));
    }
    return [refused(raw.at, found)];
  }
  const map = new TextMap(raw.source);
  map.append(text, (index) => raw.offsetOf(index));
  const source = map.source();
  const messages = /^\s*[[{]/.test(text) && parseJson(text) !== undefined ? readJson(source) : undefined;
  const list = messages && messages.items.length > 0 ? messages : child(messages, "messages");
  return [{ label, at: raw.at, content: list ? { messages: list } : { text: source }, config }];
}

function refused(at: SourceLocation, refusal: string, hint?: string): PromptfooChoice {
  return { at, content: { refusal, ...(hint !== undefined && { hint }) } };
}
