import type { Json } from "../../../prompts/types.js";
import { isMapping } from "../assertion-value.js";
import { checkOf } from "../json-schema-check.js";
import type { ToolCall } from "./tool-calls.js";
import { readArguments } from "./tool-calls.js";

/** A function that the request offers. */
export interface DeclaredTool {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, Json>>;
}

/** Reads the forms of OpenAI (`{type: function, function}`), Anthropic (`input_schema`), Google (`functionDeclarations`) and plain ones. */
export function declaredTools(tools: readonly Json[]): DeclaredTool[] {
  return tools.flatMap((tool): DeclaredTool[] => {
    if (!isMapping(tool)) return [];
    const listed = tool["functionDeclarations"] ?? tool["function_declarations"];
    if (Array.isArray(listed)) return declaredTools(listed);
    const inner = isMapping(tool["function"]) ? tool["function"] : tool;
    const name = inner["name"];
    const parameters = inner["parameters"] ?? inner["input_schema"];
    if (typeof name !== "string") return [];
    return [isMapping(parameters) ? { name, parameters } : { name }];
  });
}

/** Why a call is not one of a declared function with arguments that fit; undefined where it is. */
export function callFault(call: ToolCall, tools: readonly DeclaredTool[]): string | undefined {
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool) {
    const names = tools.map(({ name }) => name).join(", ");
    return `${call.name} is none of the functions that were offered: ${names === "" ? "none was" : names}`;
  }
  const given = readArguments(call.arguments ?? {});
  if (!isMapping(given)) return `the arguments of ${call.name} are no JSON object`;
  const fault =
    tool.parameters && checkOf(tool.parameters, (reason) => new SchemaFault(tool.name, reason))(given);
  return fault === undefined ? undefined : `the arguments of ${call.name} break its schema: ${fault}`;
}

/** The schema of a function's arguments is none: nothing can be said about calls of it. */
export class SchemaFault extends Error {
  override readonly name = "SchemaFault";
  constructor(tool: string, reason: string) {
    super(`the parameters of ${tool} are no valid JSON Schema: ${reason}`);
  }
}
