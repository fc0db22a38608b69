import type { TokenUsage } from "../../evals/token-usage.js";
import { isJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { AnswerCollector, AnswerContent } from "../chat/answer-collector.js";
import { parseArguments, type ToolCallPieces } from "../chat/tool-calls.js";
import { garbage } from "../http/http-faults.js";
import { at, listAt, numberAt, parseJson, textAt } from "../json-access.js";

/** Answers of OpenAI's chat completions and of what imitates them. */
export class ChatCollector implements AnswerCollector {
  private text = "";
  private refusal = "";
  private calls = new Map<number, ToolCallPieces>();
  private logProbs: number[] = [];
  private finish: string | undefined;
  private usage: TokenUsage | undefined;
  private model: string | undefined;
  private fingerprint: string | undefined;
  begun = false;

  /** @param structured whether JSON was asked for, so that the output is data. */
  constructor(private readonly structured: boolean) {}

  get complete(): boolean {
    return this.finish !== undefined;
  }

  addEvent(data: unknown): void {
    this.note(data);
    const choice = at(data, "choices", 0);
    if (choice !== undefined) this.addChoice(choice, at(choice, "delta"));
  }

  addWhole(data: unknown): void {
    const choice = at(data, "choices", 0);
    if (at(choice, "message") === undefined && at(choice, "text") === undefined) {
      throw garbage("answered without a choice", JSON.stringify(data));
    }
    this.note(data);
    this.addChoice(choice, at(choice, "message"));
    this.finish ??= "stop";
  }

  content(): AnswerContent {
    const calls = [...this.calls.values()];
    const text = this.text === "" && this.refusal !== "" ? this.refusal : this.text;
    const flagged = this.refusal !== "" || this.finish === "content_filter";
    return {
      output: this.outputOf(text, calls),
      ...(calls.length > 0 && {
        toolCalls: calls.map((call) => ({ name: call.name, arguments: parseArguments(call.arguments) })),
      }),
      ...(this.finish !== undefined && { finishReason: this.finish }),
      ...(this.usage && { usage: this.usage }),
      ...(this.model !== undefined && { model: this.model }),
      ...(this.logProbs.length > 0 && { logProbs: this.logProbs }),
      ...(flagged && { guardrails: { flagged } }),
      ...(this.fingerprint !== undefined && { metadata: { systemFingerprint: this.fingerprint } }),
    };
  }

  /** Calls as the API lists them, which is what promptfoo's assertions about calls read. */
  private outputOf(text: string, calls: readonly ToolCallPieces[]): Json {
    const listed = calls.map((call) => ({
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: call.arguments },
    }));
    if (listed.length > 0) {
      return text === "" ? listed : { role: "assistant", content: text, tool_calls: listed };
    }
    return this.structured && this.refusal === "" ? (parseJson(text) ?? text) : text;
  }

  private note(data: unknown): void {
    this.usage = readUsage(at(data, "usage")) ?? this.usage;
    this.model ??= textAt(data, "model");
    this.fingerprint ??= textAt(data, "system_fingerprint");
  }

  private addChoice(choice: unknown, message: unknown): void {
    // The older completions carry their text beside the finish reason.
    const text = contentText(at(message, "content")) + (textAt(choice, "text") ?? "");
    const refusal = textAt(message, "refusal") ?? "";
    const reasoning = textAt(message, "reasoning_content") ?? textAt(message, "reasoning") ?? "";
    this.text += text;
    this.refusal += refusal;
    for (const [place, call] of listAt(message, "tool_calls").entries()) this.addCall(call, place);
    const old = at(message, "function_call");
    if (old !== undefined && old !== null) this.addCall({ index: 0, function: old }, 0);
    for (const token of listAt(choice, "logprobs", "content")) {
      const logProb = numberAt(token, "logprob");
      if (logProb !== undefined) this.logProbs.push(logProb);
    }
    for (const logProb of listAt(choice, "logprobs", "token_logprobs")) {
      if (typeof logProb === "number") this.logProbs.push(logProb);
    }
    if (text !== "" || refusal !== "" || reasoning !== "" || this.calls.size > 0) this.begun = true;
    this.finish = textAt(choice, "finish_reason") ?? this.finish;
  }

  private addCall(call: unknown, place: number): void {
    const index = numberAt(call, "index") ?? place;
    const known = this.calls.get(index) ?? { id: "", name: "", arguments: "" };
    this.calls.set(index, known);
    known.id ||= textAt(call, "id") ?? "";
    known.name += textAt(call, "function", "name") ?? "";
    // Some servers send arguments as data.
    const given = at(call, "function", "arguments");
    known.arguments += typeof given === "string" ? given : isJson(given) ? JSON.stringify(given) : "";
  }
}

/** Usage in the words of chat completions or of responses. */
export function readUsage(usage: unknown): TokenUsage | undefined {
  const input = numberAt(usage, "prompt_tokens") ?? numberAt(usage, "input_tokens");
  if (input === undefined) return undefined;
  const output = numberAt(usage, "completion_tokens") ?? numberAt(usage, "output_tokens") ?? 0;
  const cached =
    numberAt(usage, "prompt_tokens_details", "cached_tokens") ??
    numberAt(usage, "input_tokens_details", "cached_tokens") ??
    numberAt(usage, "prompt_cache_hit_tokens") ??
    0;
  // Nobody has sent or written less than nothing.
  return { input: Math.max(0, input), output: Math.max(0, output), cached: Math.max(0, cached) };
}

/** Mistral sends a list of parts, of which those that think are no part of the answer. */
function contentText(content: unknown): string {
  if (typeof content === "string") return content;
  return listAt(content)
    .map((part) => textAt(part, "text") ?? "")
    .join("");
}
