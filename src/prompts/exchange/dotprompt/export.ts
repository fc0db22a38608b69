import type { InputSpec, Json, Prompt, ToolSpec } from "../../types.js";
import { frontMatterText } from "../../write-front-matter.js";
import { Conversion } from "../conversion.js";
import { noteLosses } from "../export/export-front-matter.js";
import { camelCaseNames, renamedSettings, withStopList } from "../export/export-settings.js";
import { unrolledNodes } from "../export/unroll-examples.js";
import { HandlebarsWriter } from "../handlebars/from-template.js";
import { printHandlebars } from "../handlebars/print.js";
import type { ExportedPrompt } from "../types.js";
import { picoschemaOf, writtenField } from "./picoschema.js";

/**
 * Writes a `.prompt` file of dotprompt.
 * @throws {MlxError} `MLX_PROMPT_EXPORT`, exit 2, with every place that Handlebars has no words for.
 */
export function exportDotprompt(prompt: Prompt): ExportedPrompt {
  const conversion = new Conversion();
  const { frontMatter } = prompt;
  const writer = new HandlebarsWriter(frontMatter.inputs, conversion);
  const body = printHandlebars(writer.nodes(unrolledNodes(prompt), { locals: new Map() })).trim();
  conversion.check("MLX_PROMPT_EXPORT");
  noteLosses(prompt, {}, conversion);
  const { description, model, settings, output, tools, metadata } = frontMatter;
  const head = frontMatterText([
    ["name", prompt.name],
    ["description", description],
    ["model", model],
    ["config", renamedSettings(withStopList(settings), camelCaseNames)],
    ["input", inputOf([...frontMatter.inputs.values()])],
    ["output", output && outputOf(output)],
    ["tools", tools.filter((tool) => !isDefined(tool)).map(({ name }) => name)],
    ["toolDefs", tools.filter(isDefined).map(toolDef)],
    ["metadata", metadata],
  ]);
  return { text: `${head}${body}\n`, dropped: conversion.dropped };
}

/** Whether anything is known of a tool but its name. */
function isDefined({ description, parameters }: ToolSpec): boolean {
  return description !== undefined || parameters !== undefined;
}

function toolDef({ name, description, parameters }: ToolSpec): Json {
  const inputSchema = parameters ?? { type: "object", properties: {} };
  return { name, description: description ?? "", inputSchema };
}

function inputOf(inputs: readonly InputSpec[]): Readonly<Record<string, Json>> | undefined {
  if (inputs.length === 0) return undefined;
  const defaults = inputs.flatMap((input): [string, Json][] =>
    input.default === undefined ? [] : [[input.name, input.default]],
  );
  const fields = inputs.map((input) => writtenField(input.name, openSchema(input), input.required));
  const known = fields.flatMap((field) => (field ? [field] : []));
  // dotprompt tells JSON Schema from Picoschema by these keys.
  const ambiguous = inputs.some(({ name }) => name === "type" || name === "properties");
  return {
    ...(defaults.length > 0 && { default: Object.fromEntries(defaults) }),
    schema: known.length === fields.length && !ambiguous ? Object.fromEntries(known) : jsonSchema(inputs),
  };
}

/** As Picoschema reads `name?`: what may be absent may be null. */
function openSchema(input: InputSpec): { readonly [key: string]: Json } {
  const { default: _, ...schema } = input.schema;
  if (input.required) return schema;
  const { type, enum: choices } = schema;
  if (typeof type === "string") return { ...schema, type: [type, "null"] };
  return Array.isArray(choices) ? { ...schema, enum: [...choices, null] } : schema;
}

function jsonSchema(inputs: readonly InputSpec[]): Json {
  const required = inputs.filter((input) => input.required).map(({ name }) => name);
  const properties = inputs.map((input): [string, Json] => {
    const { default: _, ...schema } = input.schema;
    return [input.name, schema];
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}

function outputOf(output: NonNullable<Prompt["frontMatter"]["output"]>): Readonly<Record<string, Json>> {
  const { format, schema } = output;
  return {
    ...(format !== undefined && { format }),
    ...(schema !== undefined && { schema: picoschemaOf(schema) ?? schema }),
  };
}
