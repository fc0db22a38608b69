import { type CallOptions, ProviderFault } from "../../evals/provider.js";
import { readDocument } from "../chat/answer-collector.js";
import { postJson } from "../chat/chat-caller.js";
import { configSettings } from "../chat/model-settings.js";
import { garbage } from "../http/http-faults.js";
import { at, listAt, numberAt } from "../json-access.js";
import type { OpenAiCalls, OpenAiParts } from "./openai-calls.js";

/** Texts in one request; OpenAI takes 2,048, others fewer. */
const batch = 128;

/** Vectors of texts. Answers no prompts. */
export function embeddingCalls({ config, endpoint, model: choice }: OpenAiParts): OpenAiCalls {
  const model = choice({ messages: [], text: "", settings: {}, vars: new Map() });
  if (model === undefined)
    throw config.wrong("the model", "named behind the provider, as in openai:embedding:MODEL");
  const settings = Object.fromEntries(configSettings(config));
  const passthrough = config.mapping("passthrough");
  const one = (texts: readonly string[], options: CallOptions): Promise<number[][]> =>
    postJson(
      endpoint.for("embeddings", model),
      { model, input: [...texts], encoding_format: "float", ...settings, ...passthrough },
      options,
      async (reply) => readVectors(await readDocument(reply), texts.length),
    );
  return {
    call: async () => {
      throw new ProviderFault("request", "makes vectors and answers no prompts; use it for similarity");
    },
    async embed(texts, options) {
      const vectors: number[][] = [];
      for (let start = 0; start < texts.length; start += batch) {
        vectors.push(...(await one(texts.slice(start, start + batch), options)));
      }
      const length = vectors[0]?.length;
      if (vectors.some((vector) => vector.length !== length))
        throw garbage("gave vectors of different lengths", "");
      return vectors;
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
