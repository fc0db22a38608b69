import type { ProviderRequest } from "../../evals/types.js";
import { isJsonMapping } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import { type ChatMessage, plainText, splitSystem } from "../chat/chat-messages.js";
import { type ModelSettings, settingsOf, takeSetting, takeStop } from "../chat/model-settings.js";
import { googleTools } from "../chat/tool-spec.js";

/** Settings of `generationConfig`, by our names. */
const generation: ReadonlyMap<string, string> = new Map([
  ["temperature", "temperature"],
  ["top_p", "topP"],
  ["top_k", "topK"],
  ["max_output_tokens", "maxOutputTokens"],
  ["seed", "seed"],
  ["frequency_penalty", "frequencyPenalty"],
  ["presence_penalty", "presencePenalty"],
]);

/** The body of `generateContent`. @see https://ai.google.dev/api/generate-content */
export function googleBody(
  request: ProviderRequest,
  config: ReadonlyMap<string, Json>,
): Record<string, Json> {
  const settings = settingsOf(request, config);
  const { system, turns } = splitSystem(request);
  const tools = takeSetting(settings, "tools") ?? request.tools;
  const generationConfig = takeGeneration(settings, request.outputSchema);
  settings.delete("response_format");
  return {
    contents: turns.map(turn),
    ...(system !== "" && { systemInstruction: { parts: [{ text: system }] } }),
    ...(Object.keys(generationConfig).length > 0 && { generationConfig }),
    ...Object.fromEntries(settings),
    ...(Array.isArray(tools) && tools.length > 0 && { tools: googleTools(tools) }),
  };
}

function takeGeneration(settings: ModelSettings, schema: Json | undefined): Record<string, Json> {
  const taken: Record<string, Json> = {};
  for (const [ours, theirs] of generation) {
    const value = takeSetting(settings, ours);
    if (value !== undefined) taken[theirs] = value;
  }
  const stop = takeStop(settings);
  const effort = takeSetting(settings, "reasoning_effort");
  const own = takeSetting(settings, "generationConfig");
  return {
    ...taken,
    ...(stop && { stopSequences: stop }),
    ...(effort !== undefined && { thinkingConfig: { thinkingLevel: effort } }),
    ...(schema !== undefined && { responseMimeType: "application/json", responseJsonSchema: schema }),
    ...(isJsonMapping(own) && own),
  };
}

function turn({ role, content, parts }: ChatMessage): Json {
  const own = Array.isArray(parts) ? parts : [{ text: plainText(content) }];
  return { role: role === "assistant" ? "model" : "user", parts: own };
}
