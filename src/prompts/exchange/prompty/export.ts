import { isMapping } from "../../json-value.js";
import type { TemplateNode } from "../../template/ast.js";
import { hasRoles } from "../../template/check-roles.js";
import type { InputSpec, Json, ModelSettings, Prompt } from "../../types.js";
import { frontMatterText } from "../../write-front-matter.js";
import { Conversion } from "../conversion.js";
import { noteLosses } from "../export/export-front-matter.js";
import { camelCaseNames, renamedSettings, withStopList } from "../export/export-settings.js";
import { unrolledNodes } from "../export/unroll-examples.js";
import type { Dialect } from "../jinja/print-expression.js";
import { printTemplate } from "../jinja/print-template.js";
import { memberOf } from "../located.js";
import type { ExportedPrompt } from "../types.js";
import { roleLine } from "./role-line.js";

/**
 * Writes a `.prompty` file of the second version.
 * @throws {MlxError} `MLX_PROMPT_EXPORT`, exit 2, for text that Prompty would take for a role.
 */
export function exportPrompty(prompt: Prompt): ExportedPrompt {
  const conversion = new Conversion();
  const { frontMatter, source } = prompt;
  const printer = {
    dialect: pythonDialect(conversion),
    inputs: frontMatter.inputs,
    json: "tojson",
    emptyIsTrue: false,
    checkText: (text: string, node: TemplateNode) => refuseRoles(text, node, conversion),
  };
  const nodes = unrolledNodes(prompt);
  const spoken = hasRoles({ nodes });
  const body = printTemplate(nodes, printer).trim();
  conversion.check("MLX_PROMPT_EXPORT");
  noteLosses(prompt, {}, conversion);
  const outputs = outputProperties(frontMatter.output?.schema);
  if (frontMatter.output && outputs === undefined) {
    conversion.drop(
      "output",
      source.locateKey([], "output"),
      "Prompty's outputs are the properties of an object",
    );
  }
  const { description, model, tools, metadata } = frontMatter;
  const head = frontMatterText([
    ["name", prompt.name],
    ["description", description],
    ["metadata", metadata],
    ["model", modelOf(model, frontMatter.settings)],
    ["inputs", [...frontMatter.inputs.values()].map(inputProperty)],
    ["outputs", outputs],
    ["tools", tools.map((tool) => toolOf(tool))],
    ["template", { format: { kind: "jinja2" }, parser: { kind: "prompty" } }],
  ]);
  return { text: `${head}${spoken ? "" : "user:\n"}${body}\n`, dropped: conversion.dropped };
}

const methods = new Set([
  "items",
  "keys",
  "values",
  "get",
  "copy",
  "pop",
  "update",
  "clear",
  "setdefault",
  "popitem",
  "index",
  "count",
]);

function pythonDialect(conversion: Conversion): Dialect {
  return {
    filter: (name) => name,
    test: (name) => name,
    slices: true,
    isMethod: (name) => methods.has(name),
    refuse: (expression, what) =>
      conversion.refuse(
        `${what} has no equivalent there`,
        expression.span.source.locate(expression.span.start),
      ),
  };
}

function refuseRoles(text: string, node: TemplateNode, conversion: Conversion): void {
  const line = text.split("\n").find((candidate) => roleLine.test(candidate));
  if (line === undefined) return;
  const { source, start } = node.span;
  conversion.refuse(
    `Prompty would take the text ${JSON.stringify(line.trim())} for the beginning of a message`,
    source.locate(start + Math.max(0, source.text.slice(start, node.span.end).indexOf(line.trim()))),
    "write it otherwise, for example with more text on the line",
  );
}

const providers = new Set(["openai", "azure", "foundry", "anthropic"]);

function modelOf(model: string | undefined, settings: ModelSettings): Json | undefined {
  const [, provider, id] = /^([^/:]+)[/:](.+)$/.exec(model ?? "") ?? [];
  const known = provider !== undefined && providers.has(provider);
  const options = renamedSettings(withStopList(settings), camelCaseNames);
  const named: Readonly<Record<string, Json>> = {
    ...(model !== undefined && { id: known && id !== undefined ? id : model }),
    ...(known && { provider }),
    ...(Object.keys(options).length > 0 && { apiType: "chat", options }),
  };
  return Object.keys(named).length === 0 ? undefined : named;
}

function inputProperty(input: InputSpec): Json {
  return {
    ...property(input.name, { ...input.schema, ...(input.type !== "any" && { type: input.type }) }),
    required: input.required,
    ...(input.default !== undefined && { default: input.default }),
  };
}

/** JSON Schema as a property of Prompty, whose types are kinds. */
function property(name: string | undefined, schema: Json): { readonly [key: string]: Json } {
  if (!isMapping(schema)) return { ...(name !== undefined && { name }), kind: "any" };
  const {
    type,
    enum: choices,
    properties,
    items,
    required: _,
    default: __,
    additionalProperties: ___,
    ...rest
  } = schema;
  const [kind, nullable] = Array.isArray(type)
    ? [type.find((item) => item !== "null"), type.includes("null")]
    : [type, false];
  const inner = isMapping(properties) ? properties : undefined;
  const needed = memberOf(schema, "required");
  const listed = Array.isArray(needed) ? needed : [];
  return {
    ...(name !== undefined && { name }),
    kind: typeof kind === "string" ? kind : "any",
    ...(nullable && { nullable: true }),
    ...rest,
    ...(choices !== undefined && { enumValues: choices }),
    // Prompty wants a list to say what is in it.
    ...((items !== undefined || kind === "array") && { items: property(undefined, items ?? null) }),
    ...(inner && {
      properties: Object.entries(inner).map(([key, value]) => ({
        ...property(key, value),
        ...(!listed.includes(key) && { required: false }),
      })),
    }),
  };
}

function outputProperties(schema: Readonly<Record<string, Json>> | undefined): Json | undefined {
  const { properties } = property(undefined, schema ?? null);
  return properties;
}

function toolOf(tool: Prompt["frontMatter"]["tools"][number]): Json {
  const { properties } = property(undefined, tool.parameters ?? null);
  return {
    name: tool.name,
    kind: "function",
    ...(tool.description !== undefined && { description: tool.description }),
    ...(properties !== undefined && { parameters: properties }),
  };
}
