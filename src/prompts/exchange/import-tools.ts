import { isMapping } from "../json-value.js";
import { isToolName } from "../tool-name.js";
import type { Json } from "../types.js";
import type { Conversion } from "./conversion.js";
import { child, type Located, memberOf, textOf } from "./located.js";

/** Why a tool of another name is left out. */
export const toolNameForm = "a tool's name is 1 to 64 letters, digits, _ and -";

/** A function as our front matter writes it; undefined for one whose name no provider takes, which has been told. */
export function importTool(
  node: Located,
  parameters: Json | undefined,
  conversion: Conversion,
): Json | undefined {
  const name = textOf(child(node, "name"));
  if (name === undefined || !isToolName(name)) {
    const what = name === undefined ? "a tool without a name" : `the tool ${JSON.stringify(name)}`;
    conversion.drop(what, node.at, toolNameForm);
    return undefined;
  }
  const description = textOf(child(node, "description"));
  return {
    name,
    ...(description !== undefined && { description }),
    ...(isMapping(parameters) && { parameters }),
  };
}

/** The tools of a request to OpenAI: `{type: function, function: {name, description, parameters}}`. */
export function importOpenAiTools(tools: Located | undefined, conversion: Conversion): Json[] {
  return (tools?.items ?? []).flatMap((tool) => {
    const inner = child(tool, "function");
    const type = textOf(child(tool, "type"));
    if (type !== undefined && type !== "function") {
      conversion.drop(`a tool of type ${type}`, tool.at, "only functions can be kept");
      return [];
    }
    const node = inner ?? tool;
    if (child(node, "strict")?.value === true) {
      conversion.drop("strict", child(node, "strict")?.at ?? node.at, "tools have no strict mode here");
    }
    return importTool(node, child(node, "parameters")?.value, conversion) ?? [];
  });
}

/** `response_format` of OpenAI and `responseFormat` of others, as our `output`. */
export function importResponseFormat(
  format: Located | undefined,
  conversion: Conversion,
): Record<string, Json> {
  const type = textOf(format) ?? textOf(child(format, "type"));
  if (format === undefined || type === undefined) return {};
  if (type === "text") return { format: "text" };
  if (type === "json_object") return { format: "json" };
  const schema = memberOf(child(format, "json_schema")?.value, "schema");
  if (type === "json_schema" && isMapping(schema)) return { format: "json", schema };
  if (type !== "json_schema")
    conversion.drop(`the response format ${type}`, format.at, "output is text or json");
  return type === "json_schema" ? { format: "json" } : {};
}
