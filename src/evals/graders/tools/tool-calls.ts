import { parseJson } from "../../../prompts/json-value.js";
import type { Json } from "../../../prompts/types.js";
import { isMapping } from "../assertion-value.js";
import { jsonIn } from "../find-json.js";
import type { GradeInput } from "../grader.js";

/** A call of a function, as a model wants it. */
export interface ToolCall {
  readonly name: string;
  /** Absent where the output names the function alone. */
  readonly arguments?: Json;
}

/** The calls of an answer: as the provider reported them, else as they stand in the output. */
export async function toolCallsOf({ answer, output }: GradeInput): Promise<readonly ToolCall[]> {
  if (answer.toolCalls && answer.toolCalls.length > 0) return answer.toolCalls;
  if (typeof output !== "string") return callsIn(output);
  const calls: ToolCall[] = [];
  for await (const value of jsonIn(output)) calls.push(...callsIn(value));
  return calls;
}

/**
 * Reads the forms of OpenAI (`tool_calls`, `function`, `function_call`), Anthropic (`tool_use`), Google (`functionCall`,
 * `toolCall.functionCalls`) and plain `{name, arguments}`.
 */
function callsIn(value: Json): readonly ToolCall[] {
  if (Array.isArray(value)) return value.flatMap((item) => oneCall(item, true));
  if (!isMapping(value)) return [];
  if (Array.isArray(value["tool_calls"])) return value["tool_calls"].flatMap((item) => oneCall(item, true));
  const live = value["toolCall"];
  if (isMapping(live) && Array.isArray(live["functionCalls"])) {
    return live["functionCalls"].flatMap((item) => oneCall(item, true));
  }
  return oneCall(value, value["arguments"] !== undefined);
}

/** @param plain whether `{name}` alone is a call. */
function oneCall(value: Json, plain: boolean): readonly ToolCall[] {
  if (!isMapping(value)) return [];
  const inner = [value["function"], value["functionCall"], value["function_call"]].find(isMapping);
  if (inner) return named(inner["name"], inner["arguments"] ?? inner["args"]);
  const type = value["type"];
  if (type === "tool_use") return named(value["name"], value["input"]);
  if (type === "function_call" || plain) return named(value["name"], value["arguments"] ?? value["args"]);
  return [];
}

function named(name: Json | undefined, given: Json | undefined): readonly ToolCall[] {
  if (typeof name !== "string") return [];
  return [given === undefined ? { name } : { name, arguments: readArguments(given) }];
}

/** OpenAI writes arguments as JSON in a text; what is no JSON stays a text. */
export function readArguments(given: Json): Json {
  const read = typeof given === "string" ? parseJson(given) : given;
  return read === undefined ? given : read;
}
