import { isMapping } from "../../json-value.js";
import type { TextSource } from "../../source.js";
import { isToolName } from "../../tool-name.js";
import type { Json } from "../../types.js";
import type { PromptFields } from "../../write-front-matter.js";
import { Conversion } from "../conversion.js";
import { finishImport } from "../finish-import.js";
import type { HandlebarsNode } from "../handlebars/ast.js";
import { NameResolver } from "../handlebars/names.js";
import { parseHandlebars } from "../handlebars/parse.js";
import type { PartialResolver } from "../handlebars/partial.js";
import { topScope } from "../handlebars/scope.js";
import { TemplateConverter } from "../handlebars/to-template.js";
import { HandlebarsError } from "../handlebars/tokens.js";
import { importSettings } from "../import-settings.js";
import { importTool, toolNameForm } from "../import-tools.js";
import { type InputDraft, inputDraft } from "../input-draft.js";
import { inputNameFor } from "../input-name.js";
import { child, entryOf, type Located, memberOf, nameAt, textOf } from "../located.js";
import { readYaml } from "../read-located.js";
import { splitDocument } from "../split-document.js";
import { piecesText } from "../template-pieces.js";
import type { ImportedPrompt } from "../types.js";
import { schemaOf } from "./picoschema.js";

/**
 * Reads a `.prompt` file of dotprompt.
 * @param partials finds the text of `{{> name}}`.
 * @throws {MlxError} `MLX_PROMPT_IMPORT`, exit 2, with every place that has no faithful equivalent.
 * @see https://google.github.io/dotprompt/reference/
 */
export function importDotprompt(source: TextSource, partials: PartialResolver): ImportedPrompt {
  const conversion = new Conversion();
  const { yaml, bodyStart } = splitDocument(source);
  const front = yaml && readYaml(yaml);
  if (front && front.value !== null && !isMapping(front.value)) {
    conversion.refuse("the front matter is no mapping of keys to values", front.at);
  }
  const inputs = importInputs(child(front, "input"), conversion);
  const names = new NameResolver(
    new Map(inputs.map(({ written, draft }) => [written, { schema: draft.schema, optional: isOpen(draft) }])),
    conversion,
  );
  const converter = new TemplateConverter(names, conversion, partials);
  const nodes = parsed(source, bodyStart, conversion);
  const pieces = converter.nodes(nodes, topScope, { source, within: [] });
  const fields = importFields(front, conversion);
  const name = nameAt(child(front, "name"));
  const variant = textOf(child(front, "variant")) ?? /\.([^./\\]+)\.prompt$/i.exec(source.file)?.[1];
  return finishImport(conversion, {
    name: name && variant !== undefined ? { text: `${name.text}-${variant}`, at: name.at } : name,
    fields,
    inputs: inputs.map(({ draft }) => draft),
    body: piecesText(pieces),
  });
}

function parsed(source: TextSource, start: number, conversion: Conversion): HandlebarsNode[] {
  try {
    return parseHandlebars(source.text, start);
  } catch (error) {
    if (!(error instanceof HandlebarsError)) throw error;
    conversion.refuse(error.message, source.locate(error.offset));
    return [];
  }
}

/** Whether it may be absent when the template is rendered. */
function isOpen(draft: InputDraft): boolean {
  return draft.optional && draft.default === undefined;
}

interface WrittenInput {
  /** Its name in the source. */
  readonly written: string;
  readonly draft: InputDraft;
}

function importInputs(input: Located | undefined, conversion: Conversion): WrittenInput[] {
  const schemaNode = child(input, "schema");
  const schema = schemaOf(schemaNode, conversion);
  const properties = memberOf(schema, "properties");
  const required = memberOf(schema, "required");
  if (schemaNode && schema && !isMapping(properties)) {
    conversion.drop("input.schema", schemaNode.at, "it does not describe inputs by name");
  }
  const others = memberOf(schema, "additionalProperties");
  if (schemaNode && isMapping(others)) conversion.drop("(*)", schemaNode.at, "inputs have names here");
  const defaults = new Map(
    (child(input, "default")?.entries ?? []).map(({ key, node }) => [key, node.value]),
  );
  const described = isMapping(properties) ? Object.entries(properties) : [];
  const undescribed = [...defaults.keys()]
    .filter((name) => !described.some(([known]) => known === name))
    .map((name): [string, Json] => [name, schemaByValue(defaults.get(name))]);
  for (const { key, keyAt } of input?.entries ?? []) {
    if (key !== "schema" && key !== "default")
      conversion.drop(`input.${key}`, keyAt, "dotprompt has no such key");
  }
  return [...described, ...undescribed].map(([written, property]) => {
    const optional = !(Array.isArray(required) && required.includes(written));
    const fallback = defaults.get(written);
    return { written, draft: inputDraft(inputNameFor(written), property, { optional, fallback }) };
  });
}

/** What a default says of an input that has no schema. */
function schemaByValue(value: Json | undefined): Json {
  if (Array.isArray(value)) return { type: "array" };
  if (isMapping(value)) return { type: "object" };
  return value === undefined || value === null ? {} : { type: typeof value };
}

const handled = new Set(["name", "variant", "description", "model", "config", "input", "output"]);

function importFields(front: Located | undefined, conversion: Conversion): PromptFields {
  const metadata = new Map<string, Json>();
  for (const { key, keyAt, node } of front?.entries ?? []) {
    if (key === "metadata" && isMapping(node.value)) {
      for (const [name, value] of Object.entries(node.value)) metadata.set(name, value);
    } else if (key.includes(".")) metadata.set(key, node.value);
    else if (key === "version") conversion.drop(key, keyAt, "versions are given by: mlx prompt publish");
    else if (!handled.has(key) && key !== "tools" && key !== "toolDefs") {
      conversion.drop(key, keyAt, "dotprompt gives this key no meaning");
    }
  }
  const model = textOf(child(front, "model"));
  const description = textOf(child(front, "description"));
  return {
    ...(description !== undefined && { description }),
    ...(model !== undefined && model.trim() !== "" && { model }),
    settings: importSettings(child(front, "config")?.entries ?? [], conversion),
    output: importOutput(child(front, "output"), conversion),
    tools: importTools(front, conversion),
    metadata: Object.fromEntries(metadata),
  };
}

function importOutput(output: Located | undefined, conversion: Conversion): Record<string, Json> {
  const format = textOf(child(output, "format"));
  const schema = schemaOf(child(output, "schema"), conversion);
  const known = format === "json" || format === "text" || format === undefined;
  if (!known) {
    const at = child(output, "format")?.at;
    if (at) conversion.drop(`the output format ${format}`, at, "output is text or json");
  }
  for (const { key, keyAt } of output?.entries ?? []) {
    if (key !== "format" && key !== "schema")
      conversion.drop(`output.${key}`, keyAt, "dotprompt has no such key");
  }
  return {
    ...(known && format !== undefined && { format }),
    ...(schema !== undefined && { schema }),
  };
}

function importTools(front: Located | undefined, conversion: Conversion): Json[] {
  const named = (child(front, "tools")?.items ?? []).flatMap((tool) => {
    if (typeof tool.value !== "string") {
      conversion.drop("a tool", tool.at, "tools are listed by name");
      return [];
    }
    if (!isToolName(tool.value)) {
      conversion.drop(`the tool ${JSON.stringify(tool.value)}`, tool.at, toolNameForm);
      return [];
    }
    conversion.drop(
      `the definition of the tool ${tool.value}`,
      tool.at,
      "it is in a program, not in the file; its name is kept",
    );
    return [{ name: tool.value }];
  });
  const defined = (child(front, "toolDefs")?.items ?? []).flatMap((tool) => {
    const output = entryOf(tool, "outputSchema");
    if (output) conversion.drop("outputSchema", output.keyAt, "tools have no output schema here");
    return importTool(tool, schemaOf(child(tool, "inputSchema"), conversion), conversion) ?? [];
  });
  const names = new Set(defined.map((tool) => memberOf(tool, "name")));
  return [...named.filter(({ name }) => !names.has(name)), ...defined];
}
