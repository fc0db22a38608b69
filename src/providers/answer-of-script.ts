import { ProviderFault } from "../evals/provider.js";
import type { TokenUsage } from "../evals/token-usage.js";
import type { ProviderAnswer } from "../evals/types.js";
import { isJson, isJsonMapping } from "../prompts/json-value.js";
import type { Json } from "../prompts/types.js";
import { excerpt } from "./http/http-faults.js";
import { at, listAt, numberAt, textAt } from "./json-access.js";

const known = new Set([
  ...["output", "error", "tokenUsage", "cost", "cached", "logProbs", "metadata", "raw", "guardrails"],
  ...["latencyMs", "finishReason", "isRefusal", "sessionId", "prompt", "conversationEnded", "format"],
]);

/** Whether data is an answer in promptfoo's form, and not an answer that happens to be data. */
export function isScriptAnswer(value: Json): boolean {
  if (!isJsonMapping(value)) return false;
  const names = Object.keys(value);
  return (names.includes("output") || names.includes("error")) && names.every((name) => known.has(name));
}

/**
 * The answer of a provider that is a program or a script: `{output, tokenUsage, cost, …}`, as promptfoo has it, or just
 * the output.
 * @throws {ProviderFault} request, with what the script says in `error`.
 */
export function answerOfScript(value: Json, latencyMs: number): ProviderAnswer {
  if (!isScriptAnswer(value)) return { output: value, latencyMs, cached: false };
  const error = at(value, "error");
  if (error !== undefined && error !== null && error !== "") {
    const words = typeof error === "string" ? error : JSON.stringify(error);
    throw new ProviderFault("request", `reported an error: ${excerpt(words)}`);
  }
  const output = at(value, "output");
  const usage = usageOf(at(value, "tokenUsage"));
  const cost = numberAt(value, "cost");
  const logProbs = listAt(value, "logProbs").filter((item) => typeof item === "number");
  const metadata = at(value, "metadata");
  const flagged = at(value, "guardrails", "flagged");
  const finishReason = textAt(value, "finishReason");
  return {
    output: isJson(output) ? output : null,
    latencyMs: numberAt(value, "latencyMs") ?? latencyMs,
    cached: at(value, "cached") === true,
    ...(usage && { usage }),
    ...(cost !== undefined && { costUsd: cost }),
    ...(logProbs.length > 0 && { logProbs }),
    ...(finishReason !== undefined && { finishReason }),
    ...(isJsonMapping(metadata) && { metadata }),
    ...(typeof flagged === "boolean" && { guardrails: { flagged } }),
  };
}

/** promptfoo counts `total`, `prompt` and `completion`; a total alone is counted as input. */
export function usageOf(usage: unknown): TokenUsage | undefined {
  const [prompt, completion] = [numberAt(usage, "prompt"), numberAt(usage, "completion")];
  const total = numberAt(usage, "total");
  if (prompt === undefined && completion === undefined && total === undefined) return undefined;
  const output = completion ?? 0;
  const cached = numberAt(usage, "cached") ?? 0;
  return { input: prompt ?? Math.max(0, (total ?? 0) - output), output, cached };
}
