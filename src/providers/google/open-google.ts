import type { Provider } from "../../evals/provider.js";
import { callPrice } from "../call-price.js";
import { callSettings } from "../chat/call-settings.js";
import { askForAnswer, type JsonEndpoint } from "../chat/chat-caller.js";
import { clientOf } from "../http/client-of.js";
import { modelChoice, neededModel } from "../model-choice.js";
import type { ProviderConfig } from "../provider-config.js";
import { providerIdentity } from "../provider-identity.js";
import { keySource } from "../provider-key.js";
import { readProviderName } from "../provider-name.js";
import { googleBody } from "./google-body.js";
import { GoogleCollector } from "./google-collector.js";
import { googleEmbeddings } from "./google-embeddings.js";

const geminiBase = "https://generativelanguage.googleapis.com/v1beta";

/** The words of an id that ask for vectors. */
const vectors = ["embedding", "embeddings"];

interface GoogleApi {
  readonly base: string;
  /** What stands before a model's name in the table of prices. */
  readonly priced: string;
  headers(): Promise<Readonly<Record<string, string>>>;
}

/** `google:MODEL` by Gemini's interface, `vertex:MODEL` by that of Vertex AI. */
export function openGoogle(config: ProviderConfig): Provider {
  const client = clientOf(config);
  const name = readProviderName(config.spec.id, ["chat", ...vectors]);
  const own = name.model ?? config.text("model");
  const choice = modelChoice(own, ["google", "gemini", "vertex", "vertex_ai"]);
  const api = name.family === "vertex" ? vertexApi(config) : geminiApi(config);
  const price = callPrice(config, api.priced);
  const { settings, passthrough, stream, mostCostUsd } = callSettings(config, price, choice);
  const identity = { family: name.family, base: api.base, model: own ?? null };
  if (name.kind !== undefined && vectors.includes(name.kind)) {
    const model = own?.replace(/^models\//, "");
    if (model === undefined)
      throw config.wrong("the model", `named behind the provider, as in ${name.family}:embedding:MODEL`);
    const kind = name.family === "vertex" ? "vertex" : "gemini";
    const endpoint = (method: string): JsonEndpoint => ({
      client,
      url: new URL(`${api.base}/models/${encodeURIComponent(model)}:${method}`),
      headers: () => api.headers(),
    });
    return {
      id: config.spec.id,
      identity: providerIdentity(config, { ...identity, kind: "embedding" }),
      cacheable: true,
      ...googleEmbeddings(config, { kind, model, endpoint }, price),
      close: async () => client.close(),
    };
  }
  return {
    id: config.spec.id,
    identity: providerIdentity(config, identity),
    cacheable: true,
    mostCostUsd,
    async call(request, options) {
      const model = neededModel(choice, request);
      const endpoint: JsonEndpoint = {
        client,
        url: modelUrl(api.base, model, stream),
        headers: () => api.headers(),
      };
      const body = { ...googleBody(request, settings), ...passthrough };
      const structured = request.outputSchema !== undefined;
      return askForAnswer(endpoint, body, options, new GoogleCollector(structured), { price, model });
    },
    close: async () => client.close(),
  };
}

function geminiApi(config: ProviderConfig): GoogleApi {
  const host = config.text("apiHost") ?? config.variable("GOOGLE_API_HOST");
  const written =
    config.text("apiBaseUrl", "baseUrl", "baseURL") ??
    config.variable("GOOGLE_API_BASE_URL") ??
    (host === undefined ? geminiBase : `https://${host}/v1beta`);
  const base = withVersion(config.address(written, "apiBaseUrl"));
  const key = keySource(config, ["GEMINI_API_KEY", "GOOGLE_API_KEY", "PALM_API_KEY"], base === geminiBase);
  return {
    base,
    priced: "google/",
    headers: () => withKey(key, config, (found) => ({ "x-goog-api-key": found })),
  };
}

/** Vertex AI takes a token of OAuth, which `apiKeyCommand: gcloud auth print-access-token` prints. */
function vertexApi(config: ProviderConfig): GoogleApi {
  const project =
    config.text("projectId") ??
    config.firstVariable(["VERTEX_PROJECT_ID", "GOOGLE_PROJECT_ID", "GOOGLE_CLOUD_PROJECT"]);
  if (project === undefined)
    throw config.wrong("projectId", "set: the Google Cloud project", "or set GOOGLE_CLOUD_PROJECT");
  const region =
    config.text("region") ??
    config.firstVariable(["VERTEX_REGION", "GOOGLE_CLOUD_LOCATION"]) ??
    "us-central1";
  const host = region === "global" ? "aiplatform.googleapis.com" : `${region}-aiplatform.googleapis.com`;
  const written =
    config.text("apiBaseUrl", "baseUrl", "baseURL") ?? `https://${config.text("apiHost") ?? host}/v1`;
  const root = config.address(written, "apiBaseUrl").href.replace(/\/+$/, "");
  const key = keySource(config, ["VERTEX_ACCESS_TOKEN", "GOOGLE_ACCESS_TOKEN"], true);
  return {
    base: `${root}/projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(region)}/publishers/google`,
    priced: "vertex_ai/",
    headers: () => withKey(key, config, (found) => ({ authorization: `Bearer ${found}` })),
  };
}

async function withKey(
  key: () => Promise<string | undefined>,
  config: ProviderConfig,
  header: (key: string) => Record<string, string>,
): Promise<Record<string, string>> {
  const found = await key();
  return { ...(found !== undefined && header(found)), ...config.texts("headers") };
}

function withVersion(url: URL): string {
  const href = url.href.replace(/\/+$/, "");
  return /\/v\d\w*$/.test(href) ? href : `${href}/v1beta`;
}

function modelUrl(base: string, model: string, stream: boolean): URL {
  const method = stream ? "streamGenerateContent?alt=sse" : "generateContent";
  return new URL(`${base}/models/${encodeURIComponent(model.replace(/^models\//, ""))}:${method}`);
}
