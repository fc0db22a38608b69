import { isJsonMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { at, textAt } from "../json-access.js";

/** A function that a model may call, whatever form it was written in. */
interface ToolFunction {
  readonly name: string;
  readonly description?: string;
  readonly parameters: Json;
}

/** A tool in OpenAI's form; what has a type of its own stays as it is. */
export function openaiTool(tool: Json): Json {
  if (isJsonMapping(at(tool, "function"))) return tool;
  const read = readTool(tool);
  return read ? { type: "function", function: { ...read } } : tool;
}

/** The Responses API writes what stands in `function` beside the type. */
export function responsesTool(tool: Json): Json {
  const inner = at(tool, "function");
  if (isJsonMapping(inner)) return { type: "function", ...inner };
  const read = readTool(tool);
  return read ? { type: "function", ...read } : tool;
}

/** A tool in Anthropic's form; one that the provider itself brings stays as it is. */
export function anthropicTool(tool: Json): Json {
  const read = readTool(tool);
  if (!read) return tool;
  const { parameters, ...rest } = read;
  return { ...rest, input_schema: parameters };
}

/** Google gathers functions in one tool; tools of its own, such as `googleSearch`, stay. */
export function googleTools(tools: readonly Json[]): Json[] {
  const read = tools.map((tool) => ({ tool, own: readTool(tool) }));
  const functions = read.flatMap(({ own }) => {
    if (!own) return [];
    const { parameters, ...rest } = own;
    return [{ ...rest, parametersJsonSchema: parameters }];
  });
  const others = read.flatMap(({ tool, own }) => (own ? [] : [tool]));
  return functions.length === 0 ? others : [{ functionDeclarations: functions }, ...others];
}

/** Undefined for a tool that the provider itself brings. */
export function readTool(tool: Json): ToolFunction | undefined {
  const inner = at(tool, "function") ?? at(tool, "toolSpec") ?? tool;
  const name = textAt(inner, "name");
  const type = textAt(tool, "type");
  if (name === undefined || (type !== undefined && type !== "function" && type !== "custom"))
    return undefined;
  const description = textAt(inner, "description");
  const schemas = [
    at(inner, "parameters"),
    at(inner, "input_schema"),
    at(inner, "inputSchema", "json"),
    at(inner, "parametersJsonSchema"),
  ];
  const parameters = schemas.find(isJsonMapping);
  return {
    name,
    ...(description !== undefined && { description }),
    parameters: parameters ?? { type: "object", properties: {} },
  };
}
