import type { ProviderRequest } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { ProviderConfig } from "../provider-config.js";

/** How APIs and tools call the settings that prompts know. */
const aliases: ReadonlyMap<string, string> = new Map([
  ...[
    ...["max_tokens", "max_completion_tokens", "max_new_tokens", "max_tokens_to_sample"],
    ...["maxTokens", "maxOutputTokens", "maxCompletionTokens"],
  ].map((name) => [name, "max_output_tokens"] as const),
  ["topP", "top_p"],
  ["topK", "top_k"],
  ["stop_sequences", "stop"],
  ["stopSequences", "stop"],
  ["frequencyPenalty", "frequency_penalty"],
  ["presencePenalty", "presence_penalty"],
  ["reasoningEffort", "reasoning_effort"],
]);

/** Of the config, what is not part of a request: how a provider is reached, and promptfoo's own. */
const notSent = new Set([
  ...[
    "apiKey",
    "apiKeyEnvar",
    "apiKeyCommand",
    "apiKeyRequired",
    "apiHost",
    "apiBaseUrl",
    "baseUrl",
    "baseURL",
  ],
  ...["apiVersion", "deploymentId", "organization", "headers", "passthrough", "stream", "model", "endpoint"],
  ...["cost", "inputCost", "outputCost", "maxRetries", "basePath", "region", "projectId", "profile"],
  ...["functionToolCallbacks", "functionCallbacks", "mcp", "showThinking", "omitDefaults", "isReasoning"],
  ...["accessKeyId", "secretAccessKey", "sessionToken", "label", "provider", "suffix", "prefix", "apiType"],
]);

/** Settings by the names that prompts give them; what they do not know keeps its name. */
export type ModelSettings = Map<string, Json>;

/** The settings of a provider's config, ready to be laid over those of a request. */
export function configSettings(config: ProviderConfig): ReadonlyMap<string, Json> {
  return named([...config.values].filter(([name, value]) => !notSent.has(name) && value !== null));
}

/** The settings of one call: the prompt's, then the provider's config; the other way round where the request says so. */
export function settingsOf(request: ProviderRequest, config: ReadonlyMap<string, Json>): ModelSettings {
  const own = Object.entries(request.settings);
  if (request.settingsFirst !== true) return new Map([...named(own), ...config]);
  return new Map([...config, ...named(own.filter(([name]) => !notSent.has(name)))]);
}

/** A setting that is a number; undefined for anything else. */
export function numberSetting(settings: ReadonlyMap<string, Json>, name: string): number | undefined {
  const value = settings.get(name);
  return typeof value === "number" ? value : undefined;
}

/** Takes a setting out, so that what is left can be sent as it is. */
export function takeSetting(settings: ModelSettings, name: string): Json | undefined {
  const value = settings.get(name);
  settings.delete(name);
  return value;
}

/** A list of texts that stop the answer. */
export function takeStop(settings: ModelSettings): readonly Json[] | undefined {
  const stop = takeSetting(settings, "stop");
  if (stop === undefined) return undefined;
  return Array.isArray(stop) ? stop : [stop];
}

function named(entries: readonly (readonly [string, Json])[]): ModelSettings {
  return new Map(entries.map(([name, value]) => [aliases.get(name) ?? name, value]));
}
