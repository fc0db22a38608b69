import type { TokenUsage } from "../../evals/token-usage.js";
import type { Json } from "../../prompts/types.js";
import type { AnswerCollector, AnswerContent } from "../chat/answer-collector.js";
import { parseArguments } from "../chat/tool-calls.js";
import { garbage } from "../http/http-faults.js";
import { at, listAt, numberAt, parseJson, textAt } from "../json-access.js";

/** A block of the answer: text, or a call of a tool with its arguments as JSON text. */
interface Block {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  text: string;
}

/** The words of chat completions, which graders read. */
const finishReasons: Readonly<Record<string, string>> = {
  end_turn: "stop",
  stop_sequence: "stop",
  max_tokens: "length",
  tool_use: "tool_calls",
  refusal: "content_filter",
};

/** Answers of Anthropic's Messages. */
export class AnthropicCollector implements AnswerCollector {
  private readonly blocks = new Map<number, Block>();
  private readonly counts = new Map<string, number>();
  private model: string | undefined;
  private reason: string | undefined;
  begun = false;
  complete = false;

  constructor(private readonly structured: boolean) {}

  addEvent(data: unknown, name: string | undefined): void {
    const type = textAt(data, "type") ?? name;
    if (type === "message_start") this.note(at(data, "message"));
    if (type === "content_block_start")
      this.addBlock(numberAt(data, "index") ?? 0, at(data, "content_block"));
    if (type === "content_block_delta") this.addDelta(numberAt(data, "index") ?? 0, at(data, "delta"));
    if (type === "message_delta") {
      this.countTokens(at(data, "usage"));
      this.reason = textAt(data, "delta", "stop_reason") ?? this.reason;
    }
    if (type === "message_stop") this.complete = true;
  }

  addWhole(data: unknown): void {
    if (!Array.isArray(at(data, "content")))
      throw garbage("answered without a content", JSON.stringify(data));
    this.note(data);
    for (const [index, block] of listAt(data, "content").entries()) this.addBlock(index, block);
    this.complete = true;
  }

  content(): AnswerContent {
    const blocks = [...this.blocks.values()];
    const calls = blocks.filter((block) => block.type === "tool_use");
    const usage = this.usage();
    const reason = this.reason === undefined ? undefined : (finishReasons[this.reason] ?? this.reason);
    return {
      output: this.outputOf(blocks),
      ...(calls.length > 0 && {
        toolCalls: calls.map((call) => ({ name: call.name, arguments: parseArguments(call.text) })),
      }),
      ...(reason !== undefined && { finishReason: reason }),
      ...(usage && { usage }),
      ...(this.model !== undefined && { model: this.model }),
      ...(this.reason === "refusal" && { guardrails: { flagged: true } }),
    };
  }

  /** Text, and calls of tools as JSON between it, as promptfoo joins them. */
  private outputOf(blocks: readonly Block[]): Json {
    const pieces = blocks.flatMap((block) => {
      if (block.type === "text") return [block.text];
      if (block.type !== "tool_use") return [];
      const { type, id, name } = block;
      return [JSON.stringify({ type, id, name, input: parseArguments(block.text) })];
    });
    const text = pieces.join("\n\n");
    return this.structured && this.reason !== "refusal" ? (parseJson(text) ?? text) : text;
  }

  private note(message: unknown): void {
    this.model = textAt(message, "model");
    this.reason = textAt(message, "stop_reason") ?? this.reason;
    this.countTokens(at(message, "usage"));
  }

  private addBlock(index: number, block: unknown): void {
    const input = at(block, "input");
    const given = typeof input === "object" && input !== null && Object.keys(input).length > 0;
    const text = textAt(block, "text") ?? (given ? JSON.stringify(input) : "");
    this.blocks.set(index, {
      type: textAt(block, "type") ?? "",
      id: textAt(block, "id") ?? "",
      name: textAt(block, "name") ?? "",
      text,
    });
    if (text !== "") this.begun = true;
  }

  private addDelta(index: number, delta: unknown): void {
    this.begun = true;
    const block = this.blocks.get(index);
    if (block) block.text += textAt(delta, "text") ?? textAt(delta, "partial_json") ?? "";
  }

  /** Later events correct earlier ones. */
  private countTokens(usage: unknown): void {
    for (const name of [
      "input_tokens",
      "output_tokens",
      "cache_read_input_tokens",
      "cache_creation_input_tokens",
    ]) {
      const count = numberAt(usage, name);
      if (count !== undefined) this.counts.set(name, count);
    }
  }

  /** Anthropic counts what it read from or wrote to its cache apart from the input. */
  private usage(): TokenUsage | undefined {
    if (!this.counts.has("input_tokens")) return undefined;
    const of = (name: string): number => this.counts.get(name) ?? 0;
    const cached = of("cache_read_input_tokens");
    const input = of("input_tokens") + cached + of("cache_creation_input_tokens");
    return { input, output: of("output_tokens"), cached };
  }
}
