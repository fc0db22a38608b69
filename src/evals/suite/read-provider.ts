import type { FieldPath } from "../../prompts/front-matter/field-reader.js";
import type { ProviderSpec } from "../types.js";
import { itemsAt } from "./items-at.js";
import { keyReader } from "./key-reader.js";
import { findProviderFiles } from "./provider-files.js";
import { readScript } from "./read-script.js";
import { readTexts } from "./read-texts.js";
import type { SuiteSource } from "./suite-source.js";

const known = ["id", "label", "config", "prompts", "transform", "env", "fallbacks"];

/** One provider or several. */
export function readProviders(source: SuiteSource, value: unknown, path: FieldPath): ProviderSpec[] {
  const items = itemsAt(value, path);
  if (items.length === 0) source.fields.refuseKind(path, "at least one provider", value);
  const labels = new Set<string>();
  return items.flatMap(({ item, at }) => {
    const provider = readProvider(source, item, at);
    if (provider === undefined) return [];
    if (labels.has(provider.label)) {
      source.fields.refuse(
        at,
        `two providers are called ${JSON.stringify(provider.label)}`,
        "give one of them a label",
      );
    }
    labels.add(provider.label);
    return [provider];
  });
}

/** `openai:gpt-5.4-mini`, or a mapping with its settings. */
export function readProvider(source: SuiteSource, value: unknown, path: FieldPath): ProviderSpec | undefined {
  const { fields } = source;
  if (typeof value === "string") return providerOf(source, value, path, {});
  const mapping = fields.fields(value, path, known);
  if (mapping === undefined) return undefined;
  const read = keyReader(mapping, path);
  const id = fields.text(mapping.get("id"), [...path, "id"]);
  const label = read("label", (inner, at) => fields.text(inner, at));
  const config = read("config", (inner, at) => fields.jsonMapping(inner, at));
  const prompts = read("prompts", (inner, at) => fields.texts(inner, at));
  const transform = read("transform", (inner, at) => readScript(source, inner, at));
  const env = read("env", (inner, at) => readTexts(source, inner, at));
  const fallbacks = read("fallbacks", (inner, at) => readProviders(source, inner, at));
  if (id === undefined) return undefined;
  return providerOf(source, id, path, {
    ...(label !== undefined && { label }),
    ...(config && { config }),
    ...(prompts && { prompts }),
    ...(transform && { transform }),
    ...(env && { env }),
    ...(fallbacks && { fallbacks }),
  });
}

/** A provider with what is said of it; the files that its id names must be there. */
export function providerOf(
  source: SuiteSource,
  id: string,
  path: FieldPath,
  said: Partial<Omit<ProviderSpec, "id" | "at">>,
): ProviderSpec | undefined {
  if (id.trim() === "")
    return source.fields.refuseKind(path, "the id of a provider, such as openai:gpt-5.4-mini", id);
  findProviderFiles(source, id, path, said.config ?? {}, [...path, "config"]);
  return { id, label: id, config: {}, env: {}, fallbacks: [], ...said, at: source.place(path) };
}
