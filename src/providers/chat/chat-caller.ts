import type { CallOptions } from "../../evals/provider.js";
import type { ProviderAnswer } from "../../evals/types.js";
import type { Json } from "../../prompts/types.js";
import type { CallPrice } from "../call-price.js";
import { type HttpClient, type HttpReply, wholeText } from "../http/http-client.js";
import { statusFault } from "../http/http-faults.js";
import { type AnswerCollector, readAnswer } from "./answer-collector.js";

/** An address of an API that takes JSON, with what it wants to be told in headers. */
export interface JsonEndpoint {
  readonly client: HttpClient;
  readonly url: URL;
  /** With the key, which is looked up first. @throws {ProviderFault} credentials. */
  headers(): Promise<Readonly<Record<string, string>>>;
}

/** Sends JSON and reads the answer if its status says that it is one. @throws {ProviderFault}, {Interrupted} */
export async function postJson<T>(
  endpoint: JsonEndpoint,
  body: Json,
  options: CallOptions,
  read: (reply: HttpReply) => Promise<T>,
): Promise<T> {
  const headers = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    ...(await endpoint.headers()),
  };
  const request = { url: endpoint.url, method: "POST", headers, body: JSON.stringify(body) };
  return endpoint.client.exchange(request, options, async (reply) => {
    if (reply.status >= 300) throw statusFault(reply.status, reply.headers, await wholeText(reply));
    return read(reply);
  });
}

/** One question and its answer, timed and priced. */
export async function askForAnswer(
  endpoint: JsonEndpoint,
  body: Json,
  options: CallOptions,
  collector: AnswerCollector,
  priced: { readonly price: CallPrice; readonly model: string },
): Promise<ProviderAnswer> {
  let started = performance.now();
  const url = endpoint.url;
  const timed: JsonEndpoint = {
    client: endpoint.client,
    url,
    async headers() {
      const headers = await endpoint.headers();
      // A key that a person has to unlock is no part of how fast the model is.
      started = performance.now();
      return headers;
    },
  };
  const times = await postJson(timed, body, options, (reply) => readAnswer(reply, collector, started));
  const content = collector.content();
  return {
    ...content,
    ...times,
    latencyMs: performance.now() - started,
    ...priced.price.cost(content.usage, priced.model),
    cached: false,
  };
}
