import type { TokenUsage } from "../../evals/token-usage.js";
import type { Json } from "../../prompts/types.js";
import type { AnswerContent } from "../chat/answer-collector.js";
import { parseArguments, type ToolCallPieces } from "../chat/tool-calls.js";
import { at, numberAt, parseJson, textAt } from "../json-access.js";

/** The words of chat completions, which graders read. */
const finishReasons: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  tool_use: "tool_calls",
  guardrail_intervened: "content_filter",
  content_filtered: "content_filter",
};

/** Answers of Bedrock's Converse, event by event. */
export class ConverseCollector {
  private text = "";
  private readonly calls = new Map<number, ToolCallPieces>();
  private reason: string | undefined;
  private usage: TokenUsage | undefined;
  begun = false;

  constructor(private readonly structured: boolean) {}

  get complete(): boolean {
    return this.reason !== undefined;
  }

  addEvent(event: unknown): void {
    const started = at(event, "contentBlockStart");
    const tool = at(started, "start", "toolUse");
    if (tool !== undefined) {
      const [id, name] = [textAt(tool, "toolUseId") ?? "", textAt(tool, "name") ?? ""];
      this.calls.set(numberAt(started, "contentBlockIndex") ?? 0, { id, name, arguments: "" });
    }
    const piece = at(event, "contentBlockDelta");
    if (piece !== undefined) {
      this.begun = true;
      this.text += textAt(piece, "delta", "text") ?? "";
      const call = this.calls.get(numberAt(piece, "contentBlockIndex") ?? 0);
      if (call) call.arguments += textAt(piece, "delta", "toolUse", "input") ?? "";
    }
    this.reason = textAt(event, "messageStop", "stopReason") ?? this.reason;
    this.usage = readUsage(at(event, "metadata", "usage")) ?? this.usage;
  }

  content(): AnswerContent {
    const calls = [...this.calls.values()];
    const finishReason = finishReasons[this.reason ?? ""] ?? this.reason;
    return {
      output: this.output(calls),
      ...(calls.length > 0 && {
        toolCalls: calls.map((call) => ({ name: call.name, arguments: parseArguments(call.arguments) })),
      }),
      ...(finishReason !== undefined && { finishReason }),
      ...(this.usage && { usage: this.usage }),
      ...(finishReason === "content_filter" && { guardrails: { flagged: true } }),
    };
  }

  private output(calls: readonly ToolCallPieces[]): Json {
    if (this.text === "" && calls.length > 0) {
      return calls.map(({ id, name, arguments: text }) => ({
        toolUse: { toolUseId: id, name, input: parseArguments(text) },
      }));
    }
    return this.structured ? (parseJson(this.text) ?? this.text) : this.text;
  }
}

/** Bedrock counts what was read from or written to its cache apart from the input. */
function readUsage(usage: unknown): TokenUsage | undefined {
  const input = numberAt(usage, "inputTokens");
  if (input === undefined) return undefined;
  const cached = numberAt(usage, "cacheReadInputTokens") ?? 0;
  const written = numberAt(usage, "cacheWriteInputTokens") ?? 0;
  return { input: input + cached + written, output: numberAt(usage, "outputTokens") ?? 0, cached };
}
