import { readPlainYaml } from "../../core/plain-yaml.js";
import { isJson, parseJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";

/** A prompt of promptfoo, looked at once. */
export type PreparedPrompt =
  /** What the user says. */
  | { readonly kind: "text"; readonly text: string }
  /** JSON: each text in it is a template of its own, so that no value can break out of it. */
  | { readonly kind: "json"; readonly value: Json }
  /** A list of messages in YAML: rendered as a whole for those who want text, message by message for the others. */
  | { readonly kind: "yaml"; readonly text: string; readonly value: Json }
  /** JSON or YAML only once its blocks are filled in. */
  | { readonly kind: "generated"; readonly text: string };

/** @param text of the prompt, with what stands before and behind it. */
export function preparePrompt(text: string): PreparedPrompt {
  if (/^\s*[[{"]/.test(text) && !/^\s*\{[{%#]/.test(text)) {
    const value = parseJson(text);
    if (value !== undefined) return { kind: "json", value };
    return /^\s*\[/.test(text) ? { kind: "generated", text } : { kind: "text", text };
  }
  if (/^\s*-\s+role:/.test(text)) {
    const value = yamlOf(text);
    return value === undefined ? { kind: "generated", text } : { kind: "yaml", text, value };
  }
  const whole = /^\s*\{\{[^{}]*\|\s*dump(?:\([^()]*\))?\s*(?:\|\s*safe\s*)?\}\}\s*$/.test(text);
  return { kind: whole ? "generated" : "text", text };
}

/** The messages that a text of YAML or JSON lists. */
export function generatedValue(text: string): Json | undefined {
  return /^\s*-\s+role:/.test(text) ? yamlOf(text) : parseJson(text);
}

function yamlOf(text: string): Json | undefined {
  const value = readPlainYaml(text, () => ({ file: "", line: 1, column: 1 }))?.value;
  return isJson(value) ? value : undefined;
}
