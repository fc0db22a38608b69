import type { Provider } from "../../evals/provider.js";
import type { CallPrice } from "../call-price.js";
import type { ModelChoice } from "../model-choice.js";
import type { ProviderConfig } from "../provider-config.js";
import type { OpenAiEndpoint } from "./endpoint.js";
import type { OpenAiService } from "./service.js";

/** What the calls of one provider have in common. */
export interface OpenAiParts {
  readonly config: ProviderConfig;
  readonly service: OpenAiService;
  readonly endpoint: OpenAiEndpoint;
  readonly model: ModelChoice;
  readonly price: CallPrice;
}

/** The part of a provider that one kind of interface makes. */
export type OpenAiCalls = Pick<Provider, "call" | "embed" | "mostCostUsd">;

/** Models that think first take `max_completion_tokens` and refuse the older `max_tokens`. */
export function thinks(model: string): boolean {
  return /^(?:[a-z_-]+\/)?(?:o\d|gpt-(?:[5-9]|\d\d)|codex)/i.test(model);
}
