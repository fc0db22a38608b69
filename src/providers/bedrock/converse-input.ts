import type { ConverseStreamCommandInput, Message, Tool } from "@aws-sdk/client-bedrock-runtime";
import type { ProviderRequest } from "../../evals/types.js";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { type ChatMessage, plainText, splitSystem } from "../chat/chat-messages.js";
import { type ModelSettings, settingsOf, takeSetting, takeStop } from "../chat/model-settings.js";
import { readTool } from "../chat/tool-spec.js";

type Document = NonNullable<ConverseStreamCommandInput["additionalModelRequestFields"]> | null;

/** A request in the form of Converse; what that does not know goes to the model as it is. */
export function converseInput(
  model: string,
  request: ProviderRequest,
  config: ReadonlyMap<string, Json>,
): ConverseStreamCommandInput {
  const settings = settingsOf(request, config);
  const { system, turns } = splitSystem(request);
  const tools = takeSetting(settings, "tools") ?? request.tools;
  const specs = Array.isArray(tools) ? tools.flatMap((tool: Json) => toolSpec(tool)) : [];
  const inferenceConfig = takeInference(settings);
  for (const name of ["seed", "frequency_penalty", "presence_penalty", "response_format"])
    settings.delete(name);
  const extra = takeSetting(settings, "additionalModelRequestFields");
  const fields = { ...Object.fromEntries(settings), ...(isJsonMapping(extra) && extra) };
  const schema = request.outputSchema;
  return {
    modelId: model,
    messages: turns.map(message),
    ...(system !== "" && { system: [{ text: system }] }),
    ...(Object.keys(inferenceConfig).length > 0 && { inferenceConfig }),
    ...(specs.length > 0 && { toolConfig: { tools: specs } }),
    ...(schema !== undefined && {
      outputConfig: {
        textFormat: {
          type: "json_schema",
          structure: { jsonSchema: { schema: JSON.stringify(schema), name: "answer" } },
        },
      },
    }),
    ...(Object.keys(fields).length > 0 && { additionalModelRequestFields: documentOf(fields) }),
  };
}

function takeInference(settings: ModelSettings): NonNullable<ConverseStreamCommandInput["inferenceConfig"]> {
  const number = (name: string): number | undefined => {
    const value = takeSetting(settings, name);
    return typeof value === "number" ? value : undefined;
  };
  const [maxTokens, temperature, topP] = ["max_output_tokens", "temperature", "top_p"].map(number);
  const stopSequences = takeStop(settings)?.map(String);
  return {
    ...(maxTokens !== undefined && { maxTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(stopSequences && { stopSequences }),
  };
}

function message({ role, content }: ChatMessage): Message {
  return { role: role === "assistant" ? "assistant" : "user", content: [{ text: plainText(content) }] };
}

function toolSpec(tool: Json): Tool[] {
  const read = readTool(tool);
  if (!read) return [];
  const { name, description, parameters } = read;
  const inputSchema = { json: documentOf(parameters) };
  return [{ toolSpec: { name, inputSchema, ...(description !== undefined && { description }) } }];
}

/** The SDK's documents are JSON that may be changed. */
function documentOf(value: Json): Document {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => documentOf(item));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, documentOf(item)]));
}
