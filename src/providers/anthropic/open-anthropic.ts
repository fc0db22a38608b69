import type { Provider } from "../../evals/provider.js";
import type { ProviderRequest } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import { callPrice } from "../call-price.js";
import { askForAnswer, type JsonEndpoint } from "../chat/chat-caller.js";
import { splitSystem } from "../chat/chat-messages.js";
import { configSettings, numberSetting, settingsOf, takeSetting, takeStop } from "../chat/model-settings.js";
import { anthropicTool } from "../chat/tool-spec.js";
import { clientOf } from "../http/client-of.js";
import type { HttpClient } from "../http/http-client.js";
import { modelChoice, neededModel } from "../model-choice.js";
import type { ProviderConfig } from "../provider-config.js";
import { providerIdentity } from "../provider-identity.js";
import { keySource } from "../provider-key.js";
import { readProviderName } from "../provider-name.js";
import { AnthropicCollector } from "./anthropic-collector.js";

/** The API demands a limit; promptfoo sets the same where nobody does. */
const usualLimit = 1024;

/** `anthropic:messages:MODEL`, `anthropic:MODEL`. @see https://docs.claude.com/en/api/messages */
export function openAnthropic(config: ProviderConfig): Provider {
  const client = clientOf(config);
  const name = readProviderName(config.spec.id, ["messages", "chat"]);
  const own = name.model ?? config.text("model");
  const choice = modelChoice(own, ["anthropic"]);
  const price = callPrice(config, "anthropic/");
  const settings = configSettings(config);
  const passthrough = { ...config.mapping("extra_body"), ...config.mapping("passthrough") };
  const stream = config.flag("stream") ?? true;
  const endpoint = anthropicEndpoint(config, client);
  const limitOf = (request: ProviderRequest): number =>
    numberSetting(settingsOf(request, settings), "max_output_tokens") ?? usualLimit;
  return {
    id: config.spec.id,
    identity: providerIdentity(config, { family: name.family, url: endpoint.url.href, model: own ?? null }),
    cacheable: true,
    mostCostUsd: (request) => price.most(request, choice(request), limitOf(request)),
    async call(request, options) {
      const model = neededModel(choice, request);
      const body = {
        ...messagesBody(request, settings),
        model,
        max_tokens: limitOf(request),
        ...(stream && { stream }),
        ...passthrough,
      };
      const structured = request.outputSchema !== undefined;
      return askForAnswer(endpoint, body, options, new AnthropicCollector(structured), { price, model });
    },
    close: async () => client.close(),
  };
}

function anthropicEndpoint(config: ProviderConfig, client: HttpClient): JsonEndpoint {
  const base =
    config.text("apiBaseUrl", "baseUrl", "baseURL") ??
    config.variable("ANTHROPIC_BASE_URL") ??
    "https://api.anthropic.com";
  const url = config.address(base, "apiBaseUrl");
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = `${path.endsWith("/v1") ? path : `${path}/v1`}/messages`;
  const key = keySource(config, ["ANTHROPIC_API_KEY"], url.hostname === "api.anthropic.com");
  const own = config.texts("headers");
  return {
    client,
    url,
    async headers() {
      const found = await key();
      return {
        "anthropic-version": "2023-06-01",
        ...(found !== undefined && { "x-api-key": found }),
        ...own,
      };
    },
  };
}

function messagesBody(request: ProviderRequest, config: ReadonlyMap<string, Json>): Record<string, Json> {
  const settings = settingsOf(request, config);
  settings.delete("max_output_tokens");
  settings.delete("extra_body");
  const stop = takeStop(settings);
  const effort = takeSetting(settings, "reasoning_effort");
  const tools = takeSetting(settings, "tools") ?? request.tools;
  // What the API does not know and would refuse.
  for (const name of ["seed", "frequency_penalty", "presence_penalty", "response_format"])
    settings.delete(name);
  const { system, turns } = splitSystem(request);
  const schema = request.outputSchema;
  const output = {
    ...(effort !== undefined && { effort }),
    ...(schema !== undefined && { format: { type: "json_schema", schema } }),
  };
  return {
    ...(system !== "" && { system }),
    messages: [...turns],
    ...(stop && { stop_sequences: stop }),
    ...(Object.keys(output).length > 0 && { output_config: output }),
    ...Object.fromEntries(settings),
    ...(Array.isArray(tools) && tools.length > 0 && { tools: tools.map(anthropicTool) }),
  };
}
