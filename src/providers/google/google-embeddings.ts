import { type CallOptions, type Embeddings, type Provider, ProviderFault } from "../../evals/provider.js";
import type { Json } from "../../prompts/types.js";
import type { CallPrice } from "../call-price.js";
import { readDocument } from "../chat/answer-collector.js";
import { type JsonEndpoint, postJson } from "../chat/chat-caller.js";
import { garbage } from "../http/http-faults.js";
import { listAt, numberAt } from "../json-access.js";
import { mergeEmbeddings } from "../merge-embeddings.js";
import type { ProviderConfig } from "../provider-config.js";

/** Where vectors are asked for, and in which of Google's two forms. */
export interface EmbeddingApi {
  readonly kind: "gemini" | "vertex";
  readonly model: string;
  /** @param method such as `predict`. */
  endpoint(method: string): JsonEndpoint;
}

/** Texts in one request: Gemini takes 100, Vertex AI 250, but of the newest models one. */
const batch = 100;

/**
 * Vectors of texts by Gemini's `batchEmbedContents` or Vertex AI's `predict`. Answers no prompts.
 * @see https://ai.google.dev/api/embeddings @see https://cloud.google.com/vertex-ai/generative-ai/docs/embeddings/get-text-embeddings
 */
export function googleEmbeddings(
  config: ProviderConfig,
  api: EmbeddingApi,
  price: CallPrice,
): Pick<Provider, "mostCostUsd" | "call"> & Required<Pick<Provider, "embed">> {
  const { model } = api;
  const size = api.kind === "vertex" && model.startsWith("gemini-embedding") ? 1 : batch;
  const settings = { taskType: config.text("taskType"), dimensions: config.number("outputDimensionality") };
  const one = (texts: readonly string[], options: CallOptions): Promise<Embeddings> => {
    const isVertex = api.kind === "vertex";
    const endpoint = api.endpoint(isVertex ? "predict" : "batchEmbedContents");
    const body = isVertex ? predictBody(texts, settings) : embedBody(texts, model, settings);
    return postJson(endpoint, body, options, async (reply) => {
      const data = await readDocument(reply);
      const found = isVertex ? listAt(data, "predictions") : listAt(data, "embeddings");
      const place = isVertex ? ["embeddings"] : [];
      const vectors = found.map((item) =>
        listAt(item, ...place, "values").filter((it) => typeof it === "number"),
      );
      if (vectors.length !== texts.length || vectors.some((vector) => vector.length === 0))
        throw garbage(`gave ${vectors.length} vectors for ${texts.length} texts`, "");
      const input = found.reduce<number>(
        (sum, item) => sum + (numberAt(item, ...place, "statistics", "token_count") ?? 0),
        0,
      );
      const usage = input > 0 ? { input, output: 0, cached: 0 } : undefined;
      return { vectors, ...(usage && { usage }), ...price.cost(usage, model) };
    });
  };
  return {
    mostCostUsd: (request) => price.most(request, model, 0),
    call: async () => {
      throw new ProviderFault("request", "makes vectors and answers no prompts; use it for similarity");
    },
    async embed(texts, options) {
      const parts: Embeddings[] = [];
      for (let start = 0; start < texts.length; start += size) {
        parts.push(await one(texts.slice(start, start + size), options));
      }
      return mergeEmbeddings(parts);
    },
  };
}

interface EmbeddingSettings {
  readonly taskType: string | undefined;
  readonly dimensions: number | undefined;
}

function embedBody(
  texts: readonly string[],
  model: string,
  { taskType, dimensions }: EmbeddingSettings,
): Record<string, Json> {
  return {
    requests: texts.map((text) => ({
      model: `models/${model}`,
      content: { parts: [{ text }] },
      ...(taskType !== undefined && { taskType }),
      ...(dimensions !== undefined && { outputDimensionality: dimensions }),
    })),
  };
}

function predictBody(
  texts: readonly string[],
  { taskType, dimensions }: EmbeddingSettings,
): Record<string, Json> {
  return {
    instances: texts.map((content) => ({ content, ...(taskType !== undefined && { task_type: taskType }) })),
    ...(dimensions !== undefined && { parameters: { outputDimensionality: dimensions } }),
  };
}
