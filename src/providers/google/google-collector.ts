import type { TokenUsage } from "../../evals/token-usage.js";
import { isJson } from "../../prompts/json-value.js";
import type { Json } from "../../prompts/types.js";
import type { AnswerCollector, AnswerContent } from "../chat/answer-collector.js";
import { garbage } from "../http/http-faults.js";
import { at, listAt, numberAt, parseJson, textAt } from "../json-access.js";

/** The words of chat completions, which graders read; what Google stops for its own reasons is a guardrail. */
const finishReasons: Readonly<Record<string, string>> = { STOP: "stop", MAX_TOKENS: "length" };
const stoppedBy = /^(?:SAFETY|RECITATION|BLOCKLIST|PROHIBITED_CONTENT|SPII|IMAGE_SAFETY)$/;

/** Answers of Gemini: each event is a document like the whole, with a piece of the text. */
export class GoogleCollector implements AnswerCollector {
  private text = "";
  private readonly calls: { readonly name: string; readonly arguments: Json }[] = [];
  private reason: string | undefined;
  private usage: TokenUsage | undefined;
  private model: string | undefined;
  private readonly logProbs: number[] = [];
  begun = false;

  constructor(private readonly structured: boolean) {}

  get complete(): boolean {
    return this.reason !== undefined;
  }

  addEvent(data: unknown): void {
    const candidate = at(data, "candidates", 0);
    for (const part of listAt(candidate, "content", "parts")) this.addPart(part);
    for (const token of listAt(candidate, "logprobsResult", "chosenCandidates")) {
      const logProb = numberAt(token, "logProbability");
      if (logProb !== undefined) this.logProbs.push(logProb);
    }
    // A prompt that is refused brings no candidate.
    this.reason =
      textAt(candidate, "finishReason") ?? textAt(data, "promptFeedback", "blockReason") ?? this.reason;
    this.model = textAt(data, "modelVersion") ?? this.model;
    this.usage = readUsage(at(data, "usageMetadata")) ?? this.usage;
  }

  addWhole(data: unknown): void {
    this.addEvent(data);
    if (at(data, "candidates", 0) === undefined && this.reason === undefined) {
      throw garbage("answered without a candidate", JSON.stringify(data));
    }
    this.reason ??= "STOP";
  }

  content(): AnswerContent {
    const flagged = this.reason !== undefined && stoppedBy.test(this.reason);
    return {
      output: this.output(),
      ...(this.calls.length > 0 && { toolCalls: this.calls }),
      ...(this.reason !== undefined && { finishReason: this.finishReason(flagged) }),
      ...(this.usage && { usage: this.usage }),
      ...(this.model !== undefined && { model: this.model }),
      ...(this.logProbs.length > 0 && { logProbs: this.logProbs }),
      ...(flagged && { guardrails: { flagged } }),
    };
  }

  private output(): Json {
    if (this.text === "" && this.calls.length > 0) {
      return this.calls.map((call) => ({ functionCall: { name: call.name, args: call.arguments } }));
    }
    return this.structured ? (parseJson(this.text) ?? this.text) : this.text;
  }

  private finishReason(flagged: boolean): string {
    if (flagged) return "content_filter";
    if (this.calls.length > 0) return "tool_calls";
    return finishReasons[this.reason ?? ""] ?? (this.reason ?? "").toLowerCase();
  }

  private addPart(part: unknown): void {
    this.begun = true;
    if (at(part, "thought") !== true) this.text += textAt(part, "text") ?? "";
    const name = textAt(part, "functionCall", "name");
    const given = at(part, "functionCall", "args");
    if (name !== undefined) this.calls.push({ name, arguments: isJson(given) ? given : {} });
  }
}

/** What the model thinks is output, too. */
function readUsage(usage: unknown): TokenUsage | undefined {
  const input = numberAt(usage, "promptTokenCount");
  if (input === undefined) return undefined;
  const thoughts = numberAt(usage, "thoughtsTokenCount") ?? 0;
  return {
    input,
    output: (numberAt(usage, "candidatesTokenCount") ?? 0) + thoughts,
    cached: numberAt(usage, "cachedContentTokenCount") ?? 0,
  };
}
