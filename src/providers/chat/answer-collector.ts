import { ProviderFault } from "../../evals/provider.js";
import type { ProviderAnswer } from "../../evals/types.js";
import { type HttpReply, wholeText } from "../http/http-client.js";
import { excerpt, garbage, isHtml, streamedFault } from "../http/http-faults.js";
import { serverSentEvents } from "../http/server-sent-events.js";
import { at, parseJson } from "../json-access.js";

/** What an answer says, without when and for how much. */
export type AnswerContent = Pick<
  ProviderAnswer,
  "output" | "toolCalls" | "finishReason" | "usage" | "model" | "logProbs" | "guardrails" | "metadata"
>;

/** Puts an answer together, event by event or from one document, in the form of one API. */
export interface AnswerCollector {
  /** @param name of the event, where the API names them. */
  addEvent(data: unknown, name: string | undefined): void;
  /** The answer of a server that does not stream. */
  addWhole(data: unknown): void;
  /** Whether a first piece of the answer, reasoning included, has come. */
  readonly begun: boolean;
  /** Whether nothing is missing. */
  readonly complete: boolean;
  content(): AnswerContent;
}

/** When an answer began and ended, in milliseconds since the request. */
export interface AnswerTimes {
  readonly ttftMs?: number;
}

/**
 * Reads an answer into a collector.
 * @param started by `performance.now()`.
 * @throws {ProviderFault} garbage for what cannot be understood; server for a stream that ends too early.
 */
export async function readAnswer(
  reply: HttpReply,
  collector: AnswerCollector,
  started: number,
): Promise<AnswerTimes> {
  if (!(reply.headers["content-type"] ?? "").includes("text/event-stream")) {
    collector.addWhole(await readDocument(reply));
    return {};
  }
  let ttftMs: number | undefined;
  let events = 0;
  for await (const { event, data } of serverSentEvents(reply.chunks)) {
    events++;
    if (data === "[DONE]") continue;
    const parsed = parseJson(data);
    if (parsed === undefined) throw garbage("sent an event that is not JSON", data);
    if (isError(parsed)) throw streamedFault(parsed);
    collector.addEvent(parsed, event);
    if (ttftMs === undefined && collector.begun) ttftMs = performance.now() - started;
  }
  if (events === 0) throw garbage("answered with an empty stream", "");
  if (!collector.complete) {
    throw new ProviderFault("server", "broke its answer off (the stream ended in the middle)");
  }
  return ttftMs === undefined ? {} : { ttftMs };
}

/** A JSON document. @throws {ProviderFault} garbage. */
export async function readDocument(reply: HttpReply): Promise<unknown> {
  const text = await wholeText(reply);
  if (text.trim() === "") throw garbage("answered with an empty body", "");
  if (isHtml(text)) throw garbage("answered with a page of HTML instead of JSON", text);
  const data = parseJson(text);
  if (data === undefined) throw garbage("answered with broken JSON", excerpt(text));
  if (isError(data)) throw streamedFault(data);
  return data;
}

function isError(data: unknown): boolean {
  const error = at(data, "error");
  return error !== undefined && error !== null;
}
