import type { FieldPath, Mapping } from "../../prompts/front-matter/field-reader.js";
import { isMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { isItemName, itemNameForm } from "../../registry/nouns.js";
import { isTemplate } from "../loose-template.js";
import type { ProviderSpec, ScriptSpec, SuitePrompt } from "../types.js";
import { itemsAt } from "./items-at.js";
import { keyReader } from "./key-reader.js";
import type { NativeTarget } from "./native-suite.js";
import { providerOf, readProviders } from "./read-provider.js";
import { readScript } from "./read-script.js";
import { readTexts } from "./read-texts.js";
import type { SuiteSource } from "./suite-source.js";
import { readTemplates } from "./template-uses.js";

const kinds = ["prompt", "exec", "http", "predictions"] as const;
const known: Readonly<Record<(typeof kinds)[number], readonly string[]>> = {
  prompt: ["prompt", "providers"],
  exec: ["exec", "input", "label", "config", "env", "transform", "fallbacks"],
  http: ["http", "input", "label", "env", "transform", "fallbacks"],
  predictions: ["predictions", "output", "id"],
};
const path = ["target"] as const;

/** `target:`: prompts and providers, a program, a service, or answers that were recorded. */
export function readTarget(source: SuiteSource, value: unknown): NativeTarget | undefined {
  const { fields } = source;
  const mapping = fields.mapping(value, path, "a mapping like {prompt: answer@stable}");
  if (mapping === undefined) return undefined;
  const [kind, second] = kinds.filter((key) => mapping.has(key));
  if (kind === undefined) {
    for (const key of mapping.keys()) fields.unknownKey(path, key, [...kinds, "providers"]);
    return fields.refuse(path, `the target needs one of ${kinds.join(", ")}`);
  }
  if (second !== undefined) {
    return fields.refuseKey(
      path,
      second,
      `the target is either ${kind} or ${second}`,
      "write a suite for each",
    );
  }
  for (const key of mapping.keys()) if (!known[kind].includes(key)) fields.unknownKey(path, key, known[kind]);
  if (kind === "prompt") return readPrompts(source, mapping);
  if (kind === "predictions") return readPredictions(source, mapping);
  return readProgram(source, kind, mapping);
}

function readPrompts(source: SuiteSource, mapping: Mapping): NativeTarget {
  const value = mapping.get("prompt");
  const items = itemsAt(value, [...path, "prompt"]);
  if (items.length === 0) source.fields.refuseKind([...path, "prompt"], "at least one prompt", value);
  const labels = new Set<string>();
  const prompts = items.flatMap(({ item, at }) => {
    const prompt = readPrompt(source, item, at);
    if (prompt === undefined) return [];
    if (labels.has(prompt.label))
      source.fields.refuse(at, `${prompt.label} is named twice`, "keep one, or give it a label");
    labels.add(prompt.label);
    return [{ prompt, path: at }];
  });
  const providers = mapping.has("providers")
    ? readProviders(source, mapping.get("providers"), [...path, "providers"])
    : undefined;
  return { kind: "prompt", prompts, ...(providers && { providers }) };
}

const promptKeys = ["name", "text", "file", "label"];

/** `answer@stable`, `{name: answer, label: working copy}`, `{text: "{{ q }}"}` or `{file: prompt.txt}`. */
function readPrompt(source: SuiteSource, value: unknown, at: FieldPath): SuitePrompt | undefined {
  const { fields } = source;
  if (typeof value === "string") return readReference(source, value, at, at, value);
  const mapping = isMapping(value) ? fields.fields(value, at, promptKeys) : undefined;
  if (mapping === undefined)
    return fields.refuseKind(at, "the name of a prompt, such as answer@stable", value);
  const read = (key: string): string | undefined =>
    mapping.has(key) ? fields.text(mapping.get(key), [...at, key]) : undefined;
  const [name, text, file, label] = [read("name"), read("text"), read("file"), read("label")];
  const given = [name, text, file].filter((item) => item !== undefined).length;
  if (given !== 1) return fields.refuse(at, "a prompt needs one of name, text and file");
  if (name !== undefined) return readReference(source, name, [...at, "name"], at, label ?? name);
  const place = source.place(at);
  if (text !== undefined) {
    readTemplates(source, text, [...at, "text"]);
    return { label: label ?? shortLabel(text), body: { kind: "template", text }, at: place };
  }
  const content = source.files.read(file ?? "", [...at, "file"]);
  return content === undefined
    ? undefined
    : { label: label ?? file ?? "", body: { kind: "template", text: content }, at: place };
}

function readReference(
  source: SuiteSource,
  reference: string,
  namePath: FieldPath,
  at: FieldPath,
  label: string,
): SuitePrompt | undefined {
  const [name = "", ref, ...rest] = reference.split("@");
  if (!isItemName(name) || ref === "" || rest.length > 0) {
    const hint =
      isTemplate(reference) || /\s/.test(reference)
        ? "write {text: …} for a prompt that stands in the suite"
        : `a name is ${itemNameForm}`;
    return source.fields.refuse(namePath, `${JSON.stringify(reference)} names no prompt`, hint);
  }
  return { label, body: { kind: "reference", reference }, at: source.place(at) };
}

const longestLabel = 40;

function shortLabel(text: string): string {
  const line = text.trim().replace(/\s+/g, " ");
  return line.length > longestLabel ? `${line.slice(0, longestLabel - 1)}…` : line;
}

function readProgram(source: SuiteSource, kind: "exec" | "http", mapping: Mapping): NativeTarget | undefined {
  const { fields } = source;
  const read = keyReader(mapping, path);
  const input = read("input", (value, at) => fields.text(value, at));
  if (input !== undefined) readTemplates(source, input, [...path, "input"]);
  const label = read("label", (value, at) => fields.text(value, at));
  const env = read("env", (value, at) => readTexts(source, value, at));
  const transform = read("transform", (value, at) => readScript(source, value, at));
  const fallbacks = read("fallbacks", (value, at) => readProviders(source, value, at));
  const config = read("config", (value, at) => fields.jsonMapping(value, at)) ?? {};
  const said = {
    ...(label !== undefined && { label }),
    ...(env && { env }),
    ...(transform && { transform }),
    ...(fallbacks && { fallbacks }),
  };
  const provider =
    kind === "exec"
      ? execProvider(source, mapping, { ...said, config })
      : httpProvider(source, mapping, said);
  if (provider === undefined) return undefined;
  return { kind: "program", provider, ...(input !== undefined && { input }), path: [...path, kind] };
}

type Said = Parameters<typeof providerOf>[3] & { readonly transform?: ScriptSpec };

function execProvider(source: SuiteSource, mapping: Mapping, said: Said): ProviderSpec | undefined {
  const at = [...path, "exec"];
  const command = source.fields.text(mapping.get("exec"), at);
  if (command === undefined) return undefined;
  if (command.trim() === "") return source.fields.refuseKind(at, "a command", command);
  return providerOf(source, `exec:${command}`, at, { label: command, ...said });
}

const httpKeys = ["url", "method", "headers", "body", "output"];
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const outputPath = /^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\]|\["[^"]*"\])*$/;

function httpProvider(source: SuiteSource, mapping: Mapping, said: Said): ProviderSpec | undefined {
  const { fields } = source;
  const at = [...path, "http"];
  const http = fields.fields(mapping.get("http"), at, httpKeys);
  if (http === undefined) return undefined;
  const url = fields.text(http.get("url"), [...at, "url"]);
  if (url === undefined) return undefined;
  if (!/^https?:\/\//.test(url)) {
    return fields.refuse(
      [...at, "url"],
      `${JSON.stringify(url)} is no address`,
      "it must begin with http:// or https://",
    );
  }
  const config: Record<string, Json> = {};
  const method = http.has("method")
    ? fields.choice(http.get("method"), [...at, "method"], methods)
    : undefined;
  if (method !== undefined) config["method"] = method;
  if (http.has("headers"))
    config["headers"] = readTexts(source, http.get("headers"), [...at, "headers"]) ?? {};
  const body = http.has("body") ? fields.json(http.get("body"), [...at, "body"]) : undefined;
  if (body !== undefined) config["body"] = body;
  const output = http.has("output") ? fields.text(http.get("output"), [...at, "output"]) : undefined;
  if (output !== undefined && !outputPath.test(output)) {
    fields.refuse(
      [...at, "output"],
      `${JSON.stringify(output)} is no path into the answer`,
      "write one such as choices[0].message.content",
    );
  }
  if (output !== undefined) config["transformResponse"] = output;
  return providerOf(source, url, at, { ...said, config });
}

function readPredictions(source: SuiteSource, mapping: Mapping): NativeTarget | undefined {
  const { fields } = source;
  const file = fields.text(mapping.get("predictions"), [...path, "predictions"]);
  const output = mapping.has("output") ? fields.text(mapping.get("output"), [...path, "output"]) : "output";
  const id = mapping.has("id") ? fields.text(mapping.get("id"), [...path, "id"]) : undefined;
  if (file === undefined || output === undefined) return undefined;
  return { kind: "predictions", file, output, ...(id !== undefined && { id }), path };
}
