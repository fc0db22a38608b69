import { type CallOptions, type Embeddings, ProviderFault } from "../../evals/provider.js";
import { readDocument } from "../chat/answer-collector.js";
import { postJson } from "../chat/chat-caller.js";
import { configSettings } from "../chat/model-settings.js";
import { garbage } from "../http/http-faults.js";
import { at, listAt, numberAt } from "../json-access.js";
import { mergeEmbeddings } from "../merge-embeddings.js";
import { readUsage } from "./chat-collector.js";
import type { OpenAiCalls, OpenAiParts } from "./openai-calls.js";

/** Texts in one request; OpenAI takes 2,048, others fewer. */
const batch = 128;

/** Vectors of texts. Answers no prompts. */
export function embeddingCalls({ config, endpoint, model: choice, price }: OpenAiParts): OpenAiCalls {
  const model = choice({ messages: [], text: "", settings: {}, vars: new Map() });
  if (model === undefined)
    throw config.wrong("the model", "named behind the provider, as in openai:embedding:MODEL");
  const settings = Object.fromEntries(configSettings(config));
  const passthrough = config.mapping("passthrough");
  const one = (texts: readonly string[], options: CallOptions): Promise<Embeddings> =>
    postJson(
      endpoint.for("embeddings", model),
      { model, input: [...texts], encoding_format: "float", ...settings, ...passthrough },
      options,
      async (reply) => {
        const data = await readDocument(reply);
        const usage = readUsage(at(data, "usage"));
        const vectors = readVectors(data, texts.length);
        return { vectors, ...(usage && { usage }), ...price.cost(usage, model) };
      },
    );
  return {
    // Nothing is written, whatever the request allows.
    mostCostUsd: (request) => price.most(request, model, 0),
    call: async () => {
      throw new ProviderFault("request", "makes vectors and answers no prompts; use it for similarity");
    },
    async embed(texts, options) {
      const parts: Embeddings[] = [];
      for (let start = 0; start < texts.length; start += batch) {
        parts.push(await one(texts.slice(start, start + batch), options));
      }
      const all = mergeEmbeddings(parts);
      const length = all.vectors[0]?.length;
      if (all.vectors.some((vector) => vector.length !== length))
        throw garbage("gave vectors of different lengths", "");
      return all;
    },
  };
}

/** In the order of the texts, whatever order they come in. */
function readVectors(data: unknown, wanted: number): number[][] {
  const vectors = new Map<number, number[]>();
  for (const [place, item] of listAt(data, "data").entries()) {
    const vector = listAt(item, "embedding").filter((value) => typeof value === "number");
    if (vector.length > 0) vectors.set(numberAt(item, "index") ?? place, vector);
  }
  const sorted = Array.from({ length: wanted }, (_none, index) => vectors.get(index) ?? []);
  if (sorted.some((vector) => vector.length === 0)) {
    throw garbage(
      `gave ${listAt(data, "data").length} vectors for ${wanted} texts`,
      JSON.stringify(at(data, "error") ?? ""),
    );
  }
  return sorted;
}
