import type { Provider } from "../../evals/provider.js";
import { callPrice } from "../call-price.js";
import { clientOf } from "../http/client-of.js";
import type { HttpClient } from "../http/http-client.js";
import { modelChoice } from "../model-choice.js";
import type { ProviderConfig } from "../provider-config.js";
import { providerIdentity } from "../provider-identity.js";
import { type ProviderName, readProviderName } from "../provider-name.js";
import { chatCalls } from "./chat-calls.js";
import { completionCalls } from "./completion-calls.js";
import { embeddingCalls } from "./embedding-calls.js";
import { azureEndpoint, openaiEndpoint } from "./endpoint.js";
import type { OpenAiCalls, OpenAiParts } from "./openai-calls.js";
import { responsesCalls } from "./responses-calls.js";
import type { OpenAiService } from "./service.js";

const kinds: ReadonlyMap<string, (parts: OpenAiParts) => OpenAiCalls> = new Map([
  ["chat", chatCalls],
  ["completion", completionCalls],
  ["completions", completionCalls],
  ["responses", responsesCalls],
  ["embedding", embeddingCalls],
  ["embeddings", embeddingCalls],
]);
/** Models that know completions alone. */
const oldModels = /^(?:gpt-3\.5-turbo-instruct|davinci|babbage|text-davinci)/;
const azure: OpenAiService = { base: "", keys: [], bases: [], priced: "azure/" };

/** `openai:…` and what is compatible with it. */
export function openOpenai(config: ProviderConfig, service: OpenAiService): Provider {
  const client = clientOf(config);
  return open(config, service, { client, endpoint: openaiEndpoint(config, service, client) });
}

/** `azure:…`: the model is the name of a deployment. */
export function openAzure(config: ProviderConfig): Provider {
  const client = clientOf(config);
  return open(config, azure, { client, endpoint: azureEndpoint(config, client) });
}

function open(
  config: ProviderConfig,
  service: OpenAiService,
  { client, endpoint }: { client: HttpClient; endpoint: OpenAiParts["endpoint"] },
): Provider {
  const name = readProviderName(config.spec.id, [...kinds.keys()]);
  const model = name.model ?? config.text("deploymentId", "model");
  const kind = kindOf(name, model);
  const calls = (kinds.get(kind) ?? chatCalls)({
    config,
    service,
    endpoint,
    model: modelChoice(model, [name.family]),
    price: callPrice(config, service.priced, service.own ?? false),
  });
  return {
    id: config.spec.id,
    identity: providerIdentity(config, {
      family: name.family,
      kind,
      base: endpoint.base,
      model: model ?? null,
    }),
    cacheable: true,
    ...calls,
    close: async () => client.close(),
  };
}

function kindOf({ kind }: ProviderName, model: string | undefined): string {
  if (kind !== undefined) return kind;
  return model !== undefined && oldModels.test(model) ? "completion" : "chat";
}
