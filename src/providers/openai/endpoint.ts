import type { JsonEndpoint } from "../chat/chat-caller.js";
import type { HttpClient } from "../http/http-client.js";
import type { ProviderConfig } from "../provider-config.js";
import { keySource } from "../provider-key.js";
import type { OpenAiService } from "./service.js";

/** Where an OpenAI-compatible service is reached, and with what. */
export interface OpenAiEndpoint {
  /** Without the path of one call, for the identity. */
  readonly base: string;
  /** Whether it is the service's own address. */
  readonly usual: boolean;
  /** @param path such as `chat/completions`; @param model for services that have it in the address. */
  for(path: string, model: string): JsonEndpoint;
}

/** The address: `apiBaseUrl` of the config, `apiHost`, a variable, the service's own. The key is not looked up yet. */
export function openaiEndpoint(
  config: ProviderConfig,
  service: OpenAiService,
  client: HttpClient,
): OpenAiEndpoint {
  const base = config.address(baseOf(config, service), "apiBaseUrl").href.replace(/\/+$/, "");
  const usual = base === service.base;
  const key = keySource(config, service.keys, usual && service.own === undefined);
  const own = config.texts("headers");
  const organization = config.text("organization") ?? config.variable("OPENAI_ORGANIZATION");
  return {
    base,
    usual,
    for: (path) => ({
      client,
      url: withPath(base, path),
      async headers() {
        const found = await key();
        return {
          ...(found !== undefined && { authorization: `Bearer ${found}` }),
          ...(organization !== undefined &&
            service.priced === "openai/" && { "openai-organization": organization }),
          ...own,
        };
      },
    }),
  };
}

/** Azure has deployments in place of models, a version in the address, and a header of its own for keys. */
export function azureEndpoint(config: ProviderConfig, client: HttpClient): OpenAiEndpoint {
  const host = config.text("apiHost") ?? config.firstVariable(["AZURE_API_HOST", "AZURE_OPENAI_API_HOST"]);
  const written =
    config.text("apiBaseUrl", "baseUrl", "baseURL") ??
    (host === undefined
      ? config.firstVariable(["AZURE_API_BASE_URL", "AZURE_OPENAI_BASE_URL", "AZURE_OPENAI_ENDPOINT"])
      : withScheme(host));
  if (written === undefined)
    throw config.wrong("apiHost", "set: the host of the Azure resource", "or set AZURE_API_HOST");
  const base = config.address(written, "apiHost").href.replace(/\/+$/, "");
  const version =
    config.text("apiVersion") ?? config.variable("AZURE_OPENAI_API_VERSION") ?? "2024-12-01-preview";
  const key = keySource(config, ["AZURE_API_KEY", "AZURE_OPENAI_API_KEY"], true);
  const own = config.texts("headers");
  return {
    base,
    usual: false,
    for(path, model) {
      const url = withPath(base, `openai/deployments/${encodeURIComponent(model)}/${path}`);
      url.searchParams.set("api-version", version);
      return {
        client,
        url,
        async headers() {
          const found = await key();
          return { ...(found !== undefined && { "api-key": found }), ...own };
        },
      };
    },
  };
}

function baseOf(config: ProviderConfig, service: OpenAiService): string {
  const host = config.text("apiHost");
  const written = config.text("apiBaseUrl", "baseUrl", "baseURL") ?? (host && `${withScheme(host)}/v1`);
  if (written !== undefined) return written;
  const variable = config.firstVariable(service.bases);
  if (variable === undefined) return service.base;
  // Ollama's own variable names the server without the path of its OpenAI interface.
  return /\/v\d+\/?$/.test(variable) || service.own !== true
    ? variable
    : `${variable.replace(/\/+$/, "")}/v1`;
}

function withScheme(host: string): string {
  return /^https?:\/\//.test(host) ? host.replace(/\/+$/, "") : `https://${host.replace(/\/+$/, "")}`;
}

/** A query in the base address stays behind the path. */
function withPath(base: string, path: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, "")}/${path}`;
  return url;
}
