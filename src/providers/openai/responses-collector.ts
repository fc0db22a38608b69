import { ProviderFault } from "../../evals/provider.js";
import { isJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { AnswerCollector, AnswerContent } from "../chat/answer-collector.js";
import { parseArguments } from "../chat/tool-calls.js";
import { garbage, streamedFault } from "../http/http-faults.js";
import { at, listAt, parseJson, textAt } from "../json-access.js";
import { readUsage } from "./chat-collector.js";

/** Answers of OpenAI's Responses: the last event holds the whole. */
export class ResponsesCollector implements AnswerCollector {
  private response: unknown;
  begun = false;

  constructor(private readonly structured: boolean) {}

  get complete(): boolean {
    return this.response !== undefined;
  }

  addEvent(data: unknown): void {
    const type = textAt(data, "type") ?? "";
    if (type.endsWith(".delta")) this.begun = true;
    if (type === "error") throw streamedFault(data);
    if (type === "response.failed") throw streamedFault(at(data, "response"));
    if (type === "response.completed" || type === "response.incomplete") this.response = at(data, "response");
  }

  addWhole(data: unknown): void {
    if (!Array.isArray(at(data, "output"))) throw garbage("answered without an output", JSON.stringify(data));
    if (textAt(data, "status") === "failed") throw new ProviderFault("server", "said that it failed");
    this.response = data;
  }

  content(): AnswerContent {
    const items = listAt(this.response, "output");
    const parts = items.flatMap((item) =>
      textAt(item, "type") === "message" ? listAt(item, "content") : [],
    );
    const text = parts.map((part) => textAt(part, "text") ?? "").join("");
    const refusal = parts.map((part) => textAt(part, "refusal") ?? "").join("");
    const calls = items.filter((item) => textAt(item, "type") === "function_call");
    const usage = readUsage(at(this.response, "usage"));
    const model = textAt(this.response, "model");
    const reason = textAt(this.response, "incomplete_details", "reason");
    return {
      output: this.outputOf(text || refusal, refusal !== "", calls),
      ...(calls.length > 0 && {
        toolCalls: calls.map((call) => ({
          name: textAt(call, "name") ?? "",
          arguments: parseArguments(textAt(call, "arguments") ?? ""),
        })),
      }),
      finishReason: finishReason(reason, calls.length > 0),
      ...(usage && { usage }),
      ...(model !== undefined && { model }),
      ...((refusal !== "" || reason === "content_filter") && { guardrails: { flagged: true } }),
    };
  }

  private outputOf(text: string, refused: boolean, calls: readonly unknown[]): Json {
    if (text === "" && calls.length > 0) return calls.filter(isJson);
    return this.structured && !refused ? (parseJson(text) ?? text) : text;
  }
}

/** In the words of chat completions, which graders read. */
function finishReason(incomplete: string | undefined, calls: boolean): string {
  if (incomplete === "max_output_tokens") return "length";
  return incomplete ?? (calls ? "tool_calls" : "stop");
}
