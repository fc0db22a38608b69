import { readPlainYaml } from "../../core/plain-yaml.js";
import { YamlSource } from "../../core/yaml-source.js";
import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import { isJson } from "../../prompts/json-value.js";
import { textSource } from "../../prompts/text-source.js";
import type { Json } from "../../prompts/types.js";
import { isTemplate } from "../loose-template.js";
import type { AssertionSpec } from "../types.js";
import type { SuiteSource } from "./suite-source.js";

/**
 * The value that a file gives: JSON and YAML are read as what they mean, any other file is a text that may hold a template,
 * since it is a part of the suite like what is written in it.
 */
export function readNamedValue(
  source: SuiteSource,
  written: string,
  path: FieldPath,
): Pick<AssertionSpec, "value" | "renderValue"> {
  const name = written.slice("file://".length);
  const text = source.files.read(name, path);
  if (text === undefined) return { renderValue: false };
  if (!/\.(?:json|ya?ml)$/i.test(name)) return { value: text.trim(), renderValue: isTemplate(text) };
  const value = parse(text, name);
  if (value !== undefined) return { value, renderValue: false };
  source.fields.refuse(path, `${name} holds neither JSON nor YAML`);
  return { renderValue: false };
}

function parse(text: string, name: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isJson(json) ? json : undefined;
  } catch {
    if (/\.json$/i.test(name)) return undefined;
  }
  const lines = textSource(name, text);
  const value = (readPlainYaml(text, (offset) => lines.locate(offset)) ?? new YamlSource(text, name)).value;
  return isJson(value) ? value : undefined;
}
