import { parseDocument } from "yaml";
import { readPlainYaml } from "../../../core/plain-yaml.js";
import { isJson, whyNotJson } from "../../../prompts/json-value.js";
import type { Json } from "../../../prompts/types.js";

/** What a text of JSON or YAML holds, or why it cannot be read. @param file tells by its ending which of them it is. */
export function parsedJson(
  text: string,
  file: string,
): { readonly json: Json } | { readonly problem: string } {
  if (/\.json$/i.test(file)) return fromJson(text);
  const plain = readPlainYaml(text, () => ({ file, line: 1, column: 1 }));
  if (plain) return checked(plain.value);
  const document = parseDocument(text, { prettyErrors: true });
  const [first] = document.errors;
  if (first) return { problem: first.message.split("\n")[0] ?? "invalid YAML" };
  return checked(document.toJS({ maxAliasCount: 100 }));
}

function fromJson(text: string): { readonly json: Json } | { readonly problem: string } {
  try {
    return { json: JSON.parse(text) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function checked(value: unknown): { readonly json: Json } | { readonly problem: string } {
  return isJson(value) ? { json: value } : { problem: whyNotJson(value) ?? "it is no JSON" };
}
