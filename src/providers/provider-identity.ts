import { canonicalJson } from "../core/canonical-json.js";
import { createRedactor } from "../core/redact.js";
import type { Json } from "../prompts/types.js";
import type { ProviderConfig } from "./provider-config.js";

/** What says how to reach a provider or what it costs, but changes no answer. */
const noPart = new Set([
  ...[
    "apiKey",
    "apiKeyEnvar",
    "apiKeyCommand",
    "apiKeyRequired",
    "auth",
    "tls",
    "maxRetries",
    "organization",
  ],
  ...[
    "cost",
    "inputCost",
    "maxCostUsd",
    "outputCost",
    "apiHost",
    "apiBaseUrl",
    "baseUrl",
    "baseURL",
    "endpoint",
    "basePath",
  ],
]);
const secretHeader = /^(?:authorization|proxy-authorization|cookie|.*(?:api-?key|token|secret|password).*)$/i;

/**
 * What an answer depends on beside the request, as one text: endpoint, model and the config as it is written, so that
 * `{{env.KEY}}` stays a name. Holds no key.
 */
export function providerIdentity(config: ProviderConfig, parts: Readonly<Record<string, Json>>): string {
  const settings = Object.entries(config.spec.config)
    .filter(([name]) => !noPart.has(name))
    .map(([name, value]): [string, Json] => [name, name === "headers" ? withoutKeys(value) : value]);
  const redact = createRedactor(config.secrets);
  return redact(canonicalJson({ ...parts, config: Object.fromEntries(settings) }));
}

function withoutKeys(headers: Json): Json {
  if (typeof headers !== "object" || headers === null) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeader.test(name)));
}
